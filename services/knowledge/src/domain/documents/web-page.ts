import { createHash } from 'node:crypto';
import { decodeText } from './decode-text.js';
import { DocumentProblem } from './document-problem.js';

const MAX_TITLE = 300;
/** Where a title is looked for. */
const HEAD_BYTES = 64 * 1024;

/** A title for what an address gave: of the page, else the last part of the path, else the host. */
export function titleOfPage(bytes: Uint8Array, isHtml: boolean, url: string): string {
  const { hostname, pathname } = new URL(url);
  const said = isHtml ? /<title[^>]{0,200}>([^<]{1,1000})</i.exec(textOf(bytes.subarray(0, HEAD_BYTES)))?.[1] : undefined;
  const title = plain(said ?? '') || plain(lastPart(pathname)) || hostname;
  return title.slice(0, MAX_TITLE).toWellFormed();
}

function lastPart(pathname: string): string {
  const part = pathname.split('/').filter(Boolean).at(-1) ?? '';
  try {
    return decodeURIComponent(part);
  } catch {
    // A path may hold any percent sign.
    return part;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const plain = (text: string): string =>
  text
    .replace(/&(?:#(\d{1,7})|([a-z]{2,6}));/gi, (whole, code: string | undefined, name: string | undefined) =>
      code ? String.fromCodePoint(Math.min(Number(code), 0x10ffff)) : (ENTITIES[name!.toLowerCase()] ?? whole),
    )
    .replace(/\p{Cc}|\s+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/**
 * What a page says, as a hash: of a page of HTML its text alone, since tokens and times in its markup change at every look. One pass for each
 * expression, whatever the page holds: a tag that never ends is taken out up to the end, as a browser does it. An expression that looks for the
 * end of each anew takes days for 20 MB of `<`.
 */
export function fingerprintOf(bytes: Uint8Array, isHtml: boolean): string {
  const hash = createHash('sha256');
  if (!isHtml) return hash.update(bytes).digest('hex');
  const text = withoutElements(textOf(bytes))
    .replace(/<[^>]*(?:>|$)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return hash.update(text).digest('hex');
}

/** Takes out scripts, styles and comments. */
function withoutElements(html: string): string {
  const begin = /<!--|<(script|style|noscript)\b/gi;
  let rest = '';
  let from = 0;
  for (let found; (found = begin.exec(html));) {
    rest += html.slice(from, found.index);
    const end = found[1] ? new RegExp(`</${found[1]}`, 'gi') : /-->/g;
    end.lastIndex = begin.lastIndex;
    const ended = end.exec(html);
    from = ended ? end.lastIndex : html.length;
    begin.lastIndex = from;
  }
  return rest + html.slice(from);
}

function textOf(bytes: Uint8Array): string {
  try {
    return decodeText(bytes);
  } catch (error) {
    if (error instanceof DocumentProblem) return Buffer.from(bytes).toString('latin1');
    throw error;
  }
}
