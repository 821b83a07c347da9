import type { Fetched, WebClient } from '../../clients/web/web.client.js';
import { WebProblem } from '../../domain/documents/web-source.js';
import { pagesOf } from './sitemap-pages.step.js';

const ROOT = 'https://a.example';
const sitemap = (root: 'urlset' | 'sitemapindex', item: 'url' | 'sitemap', paths: string[]): string =>
  `<${root}>${paths.map((path) => `<${item}><loc>${ROOT}${path}</loc></${item}>`).join('')}</${root}>`;

/** A client that has these texts; what is null never answers, and its caller gives up in the end. */
function client(texts: Record<string, string | null>, asked: string[], onSilence: () => void): Pick<WebClient, 'fetch' | 'read'> {
  const fetch = async (url: string, _known: unknown, signal: AbortSignal): Promise<Fetched> => {
    const path = new URL(url).pathname;
    asked.push(path);
    const text = texts[path];
    if (typeof text !== 'string') {
      onSilence();
      if (signal.aborted) throw new WebProblem('web_unreachable', 'a.example does not answer in time.', true);
    }
    return { url, contentType: 'application/xml', bytes: Buffer.from(text ?? ''), etag: null, lastModified: null };
  };
  return { fetch: fetch as WebClient['fetch'], read: (address) => new URL(address) };
}

describe('the pages of a sitemap', () => {
  it('are those of all sitemaps that it names', async () => {
    const texts = {
      '/all.xml': sitemap('sitemapindex', 'sitemap', ['/1.xml', '/2.xml']),
      '/1.xml': sitemap('urlset', 'url', ['/a', '/b']),
      '/2.xml': sitemap('urlset', 'url', ['/b', '/c']),
    };
    const read = await pagesOf(
      client(texts, [], () => undefined),
      `${ROOT}/all.xml`,
      new AbortController().signal,
    );
    expect(read).toEqual({ kind: 'sitemap', urls: ['/a', '/b', '/c'].map((path) => ROOT + path) });
  });

  it('are given up for now when the time for all is over, with the reason, and no other is fetched', async () => {
    const asked: string[] = [];
    const deadline = new AbortController();
    const texts = {
      '/all.xml': sitemap('sitemapindex', 'sitemap', ['/1.xml', '/2.xml', '/3.xml']),
      '/1.xml': sitemap('urlset', 'url', ['/a']),
      '/2.xml': null,
    };
    const reading = pagesOf(
      client(texts, asked, () => deadline.abort()),
      `${ROOT}/all.xml`,
      deadline.signal,
    );
    await expect(reading).rejects.toMatchObject({
      code: 'web_unreachable',
      isPassing: true,
      message: `${ROOT}/all.xml names sitemaps that take too long together. Give one of them, or one that answers faster.`,
    });
    expect(asked).toEqual(['/all.xml', '/1.xml', '/2.xml']);
  });
});
