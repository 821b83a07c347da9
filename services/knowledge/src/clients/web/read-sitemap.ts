import { SaxesParser } from 'saxes';

export interface Sitemap {
  /** Whether it names other sitemaps. */
  isIndex: boolean;
  urls: string[];
}

const MAX_LINKS = 50_000;

/** Whether something is a sitemap by how it begins: https://www.sitemaps.org/protocol.html */
export const looksLikeSitemap = (bytes: Uint8Array): boolean =>
  /<(?:[a-z]{1,20}:)?(?:urlset|sitemapindex)[\s>]/i.test(Buffer.from(bytes.subarray(0, 4_096)).toString('latin1'));

/** @returns the addresses of a sitemap in their order, each once; undefined for what is no well-formed one */
export function readSitemap(text: string): Sitemap | undefined {
  const urls = new Set<string>();
  let isIndex = false;
  let inside = '';
  let location: string | undefined;
  const parser = new SaxesParser({ position: false });
  parser.on('opentag', ({ name }) => {
    const local = name.slice(name.indexOf(':') + 1);
    if (local === 'sitemapindex') isIndex = true;
    if (local === 'url' || local === 'sitemap') inside = name;
    // Pictures and films have addresses too, with a prefix of their own.
    else if (local === 'loc' && inside && name.slice(0, -3) === inside.slice(0, inside.indexOf(':') + 1)) location = '';
  });
  parser.on('text', (said) => {
    if (location !== undefined) location += said;
  });
  parser.on('cdata', (said) => {
    if (location !== undefined) location += said;
  });
  parser.on('closetag', ({ name }) => {
    if (name === inside) inside = '';
    if (location === undefined) return;
    if (location.trim() && urls.size < MAX_LINKS) urls.add(location.trim());
    location = undefined;
  });
  try {
    parser.write(text.replace(/^\ufeff/, '').trimStart()).close();
    return { isIndex, urls: [...urls] };
  } catch {
    return undefined;
  }
}
