import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GraphTemplates } from './graph-templates.js';

const accessToken = 'token-of-the-tenant';

describe('the templates of an account at Graph', () => {
  let server: Server;
  let graph: GraphTemplates;
  let answer: (url: URL) => [status: number, body: unknown];
  const asked: URL[] = [];

  beforeEach(async () => {
    asked.length = 0;
    server = createServer((request, response) => {
      const url = new URL(request.url!, 'http://graph');
      asked.push(url);
      const [status, body] = answer(url);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    graph = new GraphTemplates({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, timeoutMs: 5_000 });
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const page = (after?: string) => graph.page({ wabaId: '100', accessToken, limit: 2, ...(after ? { after } : {}) });
  const listed = (next: unknown, cursor: string) =>
    [200, { data: [{ id: 1, name: 'a', language: 'en', status: 'APPROVED' }], paging: { cursors: { after: cursor }, next } }] as [
      number,
      unknown,
    ];

  it('come page by page: the cursor counts, not the address that a page names, and without `next` it ends', async () => {
    answer = () => listed('http://127.0.0.1:1/steal?access_token=x', 'c1');
    expect(await page()).toMatchObject({ outcome: 'ok', value: { templates: [{ id: '1', name: 'a' }], after: 'c1' } });
    answer = () => listed(undefined, 'c2');
    expect(await page('c1')).toEqual({ outcome: 'ok', value: { templates: [expect.objectContaining({ id: '1' })] } });
    expect(asked.map((url) => url.searchParams.get('after'))).toEqual([null, 'c1']);
  });

  it('end where a server repeats its cursor', async () => {
    answer = () => listed('x', 'same');
    expect(await page('same')).toMatchObject({ outcome: 'unknown' });
  });

  it('say when a cursor has ended', async () => {
    answer = () => [400, { error: { code: 131059, message: 'cursor' } }];
    expect(await page('old')).toMatchObject({ outcome: 'rejected', error: { code: 131059 } });
  });

  it('are deleted one language at a time', async () => {
    answer = () => [200, { success: true }];
    expect(await graph.remove({ wabaId: '100', accessToken, name: 'a', graphId: '7' })).toEqual({ outcome: 'ok' });
    expect(asked[0]!.search).toBe('?name=a&hsm_id=7');
  });
});
