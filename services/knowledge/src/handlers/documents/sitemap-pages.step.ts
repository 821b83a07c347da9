import { looksLikeSitemap, readSitemap } from '../../clients/web/read-sitemap.js';
import type { Fetched, WebClient } from '../../clients/web/web.client.js';
import { decodeText } from '../../domain/documents/decode-text.js';
import { WebProblem } from '../../domain/documents/web-source.js';

/** Sitemaps that one sitemap may name. */
const MAX_SITEMAPS = 10;

/**
 * The pages of an address: those that a sitemap and the sitemaps that it names hold, of its own host; or the address itself, when it is a page.
 *
 * @param deadline for all of it
 * @throws {WebProblem}
 */
export async function pagesOf(
  client: Pick<WebClient, 'fetch' | 'read'>,
  url: string,
  deadline: AbortSignal,
): Promise<{ kind: 'page' | 'sitemap'; urls: string[] }> {
  const first = await client.fetch(url, undefined, deadline);
  if (!looksLikeSitemap(first.bytes)) return { kind: 'page', urls: [url] };
  const urls = new Set<string>();
  const waiting = [first.url];
  const seen = new Set(waiting);
  for (let next, count = 0; (next = waiting.shift()) !== undefined && count <= MAX_SITEMAPS; count++) {
    const { bytes } = count === 0 ? first : await inTime(client.fetch(next, undefined, deadline), url, deadline);
    const sitemap = readSitemap(decodeText(bytes));
    if (!sitemap) throw new WebProblem('web_refused', `${next} is no sitemap that can be read. See https://www.sitemaps.org/protocol.html`);
    for (const each of sitemap.urls) {
      const address = ofHost(client, each, first);
      if (address === undefined || seen.has(address)) continue;
      if (!sitemap.isIndex) urls.add(address);
      else if (count === 0) waiting.push(address);
      seen.add(address);
    }
  }
  if (urls.size === 0) throw new WebProblem('web_refused', `${url} names no pages of its own host.`);
  return { kind: 'sitemap', urls: [...urls] };
}

/** Says that the time for all is over, where the client says that one address did not answer. */
async function inTime(fetched: Promise<Fetched>, url: string, deadline: AbortSignal): Promise<Fetched> {
  try {
    return await fetched;
  } catch (error) {
    if (!deadline.aborted) throw error;
    const detail = `${url} names sitemaps that take too long together. Give one of them, or one that answers faster.`;
    throw new WebProblem('web_unreachable', detail, true);
  }
}

/** A sitemap speaks for its own host alone (sitemaps.org, "Sitemap file location"). */
function ofHost(client: Pick<WebClient, 'read'>, address: string, { url }: Fetched): string | undefined {
  if (!URL.canParse(address, url)) return undefined;
  try {
    const read = client.read(new URL(address, url).href);
    return read.host === new URL(url).host ? read.href : undefined;
  } catch {
    // An address that is never called.
    return undefined;
  }
}
