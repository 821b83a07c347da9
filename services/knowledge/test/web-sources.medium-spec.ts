import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v7 } from 'uuid';
import type { RunningService } from '#service-kit';
import { asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { SCHEMAS } from './schemas.js';
import { service } from '../src/service.js';

type Answers = Record<string, string | ((request: IncomingMessage, response: ServerResponse) => void)>;

describe('web addresses', () => {
  let infra: Infrastructure;
  let running: RunningService;
  const sites: Server[] = [];

  const start = (env: Record<string, string>) =>
    startService(infra, service, { WEB_ALLOW_PRIVATE: '1', WEB_SWEEP_MS: '100', WEB_TIMEOUT_MS: '5000', DOCUMENT_SWEEP_MS: '100', ...env });
  beforeAll(async () => {
    infra = await startInfrastructure({ modules: SCHEMAS });
    running = await start({});
  }, 120_000);
  afterAll(async () => {
    await running?.close();
    for (const site of sites) {
      site.closeAllConnections();
      site.close();
    }
    await infra?.stop();
  }, 30_000);

  /** A site that answers as the pages say, which a test may change. */
  async function site(pages: Answers): Promise<{ url: string; pages: Answers; asked: string[] }> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.url}${request.headers['if-none-match'] ? ' if changed' : ''}`);
      const answer = pages[request.url!];
      if (typeof answer === 'function') return answer(request, response);
      if (answer === undefined) return void response.writeHead(404).end();
      const etag = `"${Buffer.from(answer).toString('base64url').slice(-40)}"`;
      if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
      response
        .writeHead(200, { 'content-type': answer.startsWith('<?xml') ? 'application/xml' : 'text/html; charset=utf-8', etag })
        .end(answer);
    });
    sites.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, pages, asked };
  }
  const page = (title: string, text: string): string =>
    `<html><head><title>${title} &amp; more</title><script>${v7()}</script></head><body><p>${text}</p></body></html>`;
  const sitemap = (...urls: string[]): string =>
    `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.map((url) => `<url><loc>${url}</loc></url>`).join('')}</urlset>`;

  async function world() {
    const tenant = v7();
    const headers = { ...asMember(infra, tenant), 'content-type': 'application/json' };
    const on = async (method: string, path: string, body?: object): Promise<{ status: number; body: any }> => {
      const response = await fetch(`${running.url}/api/v1${path}`, {
        method,
        headers: body ? headers : asMember(infra, tenant),
        body: body ? JSON.stringify(body) : null,
      });
      const text = await response.text();
      return { status: response.status, body: text ? JSON.parse(text) : undefined };
    };
    const base = (await on('POST', '/knowledge-bases', { name: 'Guide' })).body.id as string;
    const add = (body: object) => on('POST', `/knowledge-bases/${base}/web-sources`, body);
    const pagesOf = async (id: string): Promise<any[]> => (await on('GET', `/web-sources/${id}/pages`)).body.items;
    const looked = (id: string): Promise<any> =>
      eventually(
        async () => {
          const { body } = await on('GET', `/web-sources/${id}`);
          expect({ status: body.status, waiting: body.pages.waiting }).toMatchObject({
            status: expect.stringMatching(/done|failed/),
            waiting: 0,
          });
          return body;
        },
        { timeoutMs: 30_000 },
      );
    const documents = (titles: object[]): Promise<any[]> =>
      eventually(
        async () => {
          const { items } = (await on('GET', `/knowledge-bases/${base}/documents`)).body;
          expect(items.map(({ title, status }: any) => ({ title, status })).sort((a: any, b: any) => (a.title < b.title ? -1 : 1))).toEqual(
            titles,
          );
          return items;
        },
        { timeoutMs: 30_000 },
      );
    const search = async (query: string): Promise<string[]> =>
      (await on('POST', `/knowledge-bases/${base}/search`, { query, limit: 3 })).body.items.map(({ text }: any) => text);
    return { tenant, base, on, add, pagesOf, looked, documents, search };
  }

  it('make documents of the pages of a sitemap, as far as robots.txt and the number allow; what changed takes its place, what is gone is told', async () => {
    const { on, add, pagesOf, looked, documents, search } = await world();
    const shop = await site({
      '/robots.txt': 'User-agent: *\nDisallow: /private\n',
      '/hours': page('Hours', 'We open at nine.'),
      '/returns': page('Returns', 'Within thirty days.'),
    });
    const urls = ['/hours', '/returns', '/private', '/lost', '/more'].map((path) => shop.url + path);
    shop.pages['/sitemap.xml'] = sitemap(...urls, 'http://other.example/x', 'http://169.254.169.254/latest/meta-data');
    const created = await add({ url: `${shop.url}/sitemap.xml`, maxPages: 4 });
    expect(created).toMatchObject({ status: 202, body: { kind: null, status: 'waiting', everyHours: 24 } });
    const { id } = created.body;
    expect(await looked(id)).toMatchObject({ kind: 'sitemap', status: 'done', leftOut: 1, pages: { done: 2, failed: 1, gone: 1 } });
    const ready = [
      { title: 'Hours & more', status: 'ready' },
      { title: 'Returns & more', status: 'ready' },
    ];
    await documents(ready);
    expect(await search('open')).toEqual(['We open at nine.']);
    const pages = await pagesOf(id);
    expect(pages).toMatchObject([
      { url: urls[0], status: 'done', documentId: expect.any(String) },
      { url: urls[1], status: 'done' },
      { url: urls[2], status: 'failed', error: { code: 'web_robots_refused' } },
      { url: urls[3], status: 'gone', error: { code: 'web_gone' } },
    ]);
    expect(shop.asked).not.toContain('/private');
    // The next look is about a day away, not everybody's at once.
    const [{ hours }] = await infra.rows<{ hours: number }>(
      `select extract(epoch from next_at - checked_at)::float8 / 3600 as hours from knowledge.web_sources where id = $1`,
      [id],
    );
    expect(Math.abs(hours - 24)).toBeLessThan(2.5);

    // One says something else, of the other only a token in a script differs, and it is not in the sitemap any more.
    shop.pages['/hours'] = page('Hours', 'We open at ten.');
    shop.pages['/sitemap.xml'] = sitemap(urls[0]!);
    expect(await on('POST', `/web-sources/${id}/check`)).toMatchObject({ status: 202 });
    expect(await looked(id)).toMatchObject({ pages: { done: 1, failed: 0, gone: 3 } });
    await eventually(async () => expect(await search('open')).toEqual(['We open at ten.']), { timeoutMs: 20_000 });
    const after = await documents(ready);
    expect(after.find(({ title }) => title === 'Hours & more')).toMatchObject({ replaces: pages[0].documentId });

    // Nothing changed but the script: no new document.
    shop.pages['/hours'] = page('Hours', 'We open at ten.');
    await on('POST', `/web-sources/${id}/check`);
    await looked(id);
    expect((await documents(ready)).map((each) => each.id)).toEqual(after.map((each) => each.id));

    expect(await on('DELETE', `/web-sources/${id}`)).toMatchObject({ status: 204 });
    expect(await on('GET', `/web-sources/${id}`)).toMatchObject({ status: 404 });
    await documents(ready);
    expect(await infra.rows('select 1 from knowledge.web_pages where source_id = $1', [id])).toEqual([]);
  }, 120_000);

  it.each(['the page', 'a person'])(
    'keep a page one document, whoever made the one that people correct twice before a publish: %s',
    async (who) => {
      const { base, on, add, looked, documents, search } = await world();
      const shop = await site({ '/hours': page('Hours', 'We open at nine.') });
      const { id } = (await add({ url: `${shop.url}/hours` })).body;
      await looked(id);
      const ready = [{ title: 'Hours & more', status: 'ready' }];
      const [first] = await documents(ready);
      await on('POST', `/knowledge-bases/${base}/publish`);
      const look = async (): Promise<void> => {
        expect(await on('POST', `/web-sources/${id}/check`)).toMatchObject({ status: 202 });
        await looked(id);
      };
      const placed = (old: string): Promise<string> =>
        eventually(
          async () => {
            const { items } = (await on('GET', `/knowledge-bases/${base}/documents`)).body;
            expect(items).toMatchObject([{ status: 'ready', id: expect.not.stringMatching(old) }]);
            return items[0].id;
          },
          { timeoutMs: 20_000 },
        );
      const correct = async (old: string, text: string): Promise<string> => {
        expect(await on('PUT', `/documents/${old}`, { content: page('Hours', text) })).toMatchObject({ status: 202 });
        return placed(old);
      };
      let second: string;
      if (who === 'a person') second = await correct(first.id, 'We open at ten.');
      else {
        shop.pages['/hours'] = page('Hours', 'We open at ten.');
        await look();
        second = await placed(first.id);
      }
      const third = await correct(second, 'We open at eleven.');
      expect(await on('GET', `/documents/${second}`)).toMatchObject({ status: 404 });
      // The page says what it said, so that the correction stands.
      await look();
      expect(await documents(ready)).toMatchObject([{ id: third, replaces: first.id }]);
      // When it says something else, that takes the place of the correction.
      shop.pages['/hours'] = page('Hours', 'We open at noon.');
      await look();
      await placed(third);
      expect(await search('open')).toEqual(['We open at noon.']);
      await on('POST', `/knowledge-bases/${base}/publish`);
      expect(await search('open')).toEqual(['We open at noon.']);
    },
    90_000,
  );

  it('make one page a document at once, and refuse what is none with its reason', async () => {
    const { base, on, documents } = await world();
    const shop = await site({
      '/page': page('Shipping', 'Two days.'),
      '/moved': (_, response) => void response.writeHead(301, { location: '/page' }).end(),
      '/round': (_, response) => void response.writeHead(302, { location: '/round' }).end(),
      '/inside': (_, response) => void response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
      '/endless': (_, response) => {
        response.writeHead(200, { 'content-type': 'text/plain' });
        const more = (): void => {
          while (response.write('x'.repeat(64 * 1024)));
        };
        response.on('drain', more);
        more();
      },
      '/silent': () => undefined,
      '/unchanged': (_, response) => void response.writeHead(304).end(),
      '/picture': (_, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end('\x89PNG'),
    });
    const add = (path: string, more: object = {}) =>
      on('POST', `/knowledge-bases/${base}/documents`, { url: path.includes(':') ? path : shop.url + path, ...more });
    const added = await add('/moved');
    expect(added).toMatchObject({ status: 202, body: { id: expect.any(String), status: 'queued' } });
    await documents([{ title: 'Shipping & more', status: 'ready' }]);
    // The same page is the same document, and is looked at once.
    expect(await add('/moved')).toMatchObject({ status: 202, body: { id: added.body.id } });
    expect((await on('GET', `/knowledge-bases/${base}/web-sources`)).body.items).toMatchObject([
      { url: `${shop.url}/moved`, kind: 'page', status: 'done', pages: { done: 1 } },
    ]);
    for (const [path, status, code] of [
      ['/lost', 422, 'web_gone'],
      ['/round', 422, 'web_refused'],
      ['/inside', 422, 'web_address_refused'],
      ['/endless', 422, 'web_too_large'],
      ['/silent', 422, 'web_unreachable'],
      ['/unchanged', 422, 'web_refused'],
      ['/picture', 415, 'unsupported_type'],
      ['http://169.254.169.254/', 422, 'web_address_refused'],
      ['ftp://a.example/', 422, 'web_address_refused'],
    ] as const) {
      expect([path, await add(path)]).toMatchObject([path, { status, body: { code, detail: expect.any(String) } }]);
    }
    expect(await on('POST', `/knowledge-bases/${v7()}/documents`, { url: shop.url })).toMatchObject({ status: 404 });
    expect((await on('GET', `/knowledge-bases/${base}/web-sources`)).body.items).toHaveLength(1);
  }, 120_000);

  it('that cannot be reached are tried again, and told; another company does not see them', async () => {
    const { add, on, base } = await world();
    let broken = true;
    const shop = await site({
      '/page': (_, response) => {
        if (broken) return void response.writeHead(503).end();
        response.writeHead(200, { 'content-type': 'text/html' }).end(page('Late', 'Here it is.'));
      },
    });
    const { id } = (await add({ url: `${shop.url}/page`, everyHours: 0 })).body;
    await eventually(
      async () => expect((await on('GET', `/web-sources/${id}`)).body).toMatchObject({ status: 'waiting', error: { code: 'web_refused' } }),
      { timeoutMs: 20_000 },
    );
    broken = false;
    await infra.rows(`with due as (update knowledge.web_sources set next_at = now() where id = $1 returning id) select from due`, [id]);
    await eventually(
      async () => expect((await on('GET', `/web-sources/${id}`)).body).toMatchObject({ status: 'done', nextAt: null, pages: { done: 1 } }),
      { timeoutMs: 20_000 },
    );
    expect(await add({ url: `${shop.url}/page` })).toMatchObject({ status: 409, body: { code: 'web_source_exists' } });
    expect(await add({ url: 'javascript:alert(1)' })).toMatchObject({ status: 422, body: { code: 'web_address_refused' } });
    expect(await add({ url: shop.url, everyHours: 1 })).toMatchObject({ status: 400 });
    const other = await world();
    expect(await other.on('GET', `/web-sources/${id}`)).toMatchObject({ status: 404 });
    expect(await other.on('POST', `/web-sources/${id}/check`)).toMatchObject({ status: 404 });
    expect(await other.on('DELETE', `/web-sources/${id}`)).toMatchObject({ status: 404 });
    // A base takes its addresses with it.
    await on('DELETE', `/knowledge-bases/${base}`);
    expect(await infra.rows('select 1 from knowledge.web_sources where base_id = $1', [base])).toEqual([]);
  }, 90_000);

  it('whose looks never ended are looked at no more: neither a source nor a page', async () => {
    const { add, on, looked, pagesOf } = await world();
    const shop = await site({ '/page': page('Heavy', 'Takes a process down.') });
    const { id } = (await add({ url: `${shop.url}/page`, everyHours: 0 })).body;
    await looked(id);
    const asked = shop.asked.length;
    const failed = { code: 'processing_failed', detail: expect.stringContaining('never ended') };
    // As after four processes that died of it.
    await infra.rows(
      `with due as (update knowledge.web_pages set status = 'waiting', attempts = 4, next_at = now() where source_id = $1 returning id) select from due`,
      [id],
    );
    await looked(id);
    expect(await pagesOf(id)).toMatchObject([{ status: 'failed', documentId: expect.any(String), error: failed }]);
    await infra.rows(
      `with due as (update knowledge.web_sources set status = 'waiting', attempts = 4, next_at = now() where id = $1 returning id) select from due`,
      [id],
    );
    expect(await looked(id)).toMatchObject({ status: 'failed', nextAt: null, error: failed, pages: { failed: 1 } });
    expect(shop.asked.length).toBe(asked);
    // Somebody who asks for it gets new looks.
    await on('POST', `/web-sources/${id}/check`);
    expect(await looked(id)).toMatchObject({ status: 'done', pages: { done: 1 } });
  }, 60_000);

  it('of one company are looked at one by one: its slow sites hold up no other company', async () => {
    const [many, other] = [await world(), await world()];
    let [open, most] = [0, 0];
    const never = (_: IncomingMessage, response: ServerResponse): void => {
      most = Math.max(most, ++open);
      response.on('close', () => open--);
    };
    const slow = await site(Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`/${index}`, never])));
    const quick = await site({ '/page': page('Quick', 'At once.') });
    for (let index = 0; index < 6; index++) await many.add({ url: `${slow.url}/${index}`, everyHours: 0 });
    await eventually(async () => expect(most).toBeGreaterThan(0), { timeoutMs: 20_000 });
    const { id } = (await other.add({ url: `${quick.url}/page`, everyHours: 0 })).body;
    expect(await other.looked(id)).toMatchObject({ status: 'done', pages: { done: 1 } });
    // On a slow machine the first was given up by now, and the site may hear of that after it is asked for the next; of four workers at work it would be four.
    expect(most).toBeLessThanOrEqual(2);
    for (const { id } of (await many.on('GET', `/knowledge-bases/${many.base}/web-sources`)).body.items)
      await many.on('DELETE', `/web-sources/${id}`);
  }, 60_000);

  it('inside the network are not read, unless the installation says so', async () => {
    await running.close();
    running = await start({ WEB_ALLOW_PRIVATE: '0' });
    try {
      const { base, on } = await world();
      const shop = await site({ '/page': page('Secret', 'Inside.') });
      for (const url of [`${shop.url}/page`, 'https://localhost/', 'https://10.0.0.1/', 'https://[::1]/']) {
        expect(await on('POST', `/knowledge-bases/${base}/documents`, { url })).toMatchObject({
          status: 422,
          body: { code: 'web_address_refused' },
        });
      }
      expect(shop.asked).toEqual([]);
    } finally {
      await running.close();
      running = await start({});
    }
  }, 60_000);
});
