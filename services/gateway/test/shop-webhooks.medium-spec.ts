import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { v7 } from 'uuid';
import type { RunningService } from '#service-kit';
import { IDENTITY_HEADER } from '#service-kit';
import type { Infrastructure } from '#testing';
import { startGateway, startWorld } from './gateway-world.js';

interface Seen {
  url: string;
  body: Buffer;
  headers: Record<string, unknown>;
}

let infra: Infrastructure;
let gateway: RunningService;
let commerce: Server;
let seen: Seen[] = [];
let answer = { status: 200, body: '' };

beforeAll(async () => {
  infra = await startWorld();
  commerce = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      seen.push({ url: request.url!, body: Buffer.concat(parts), headers: request.headers });
      response.writeHead(answer.status, { 'content-type': 'application/problem+json' }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => commerce.listen(0, '127.0.0.1', resolve));
  const { port } = commerce.address() as AddressInfo;
  gateway = await startGateway(infra, { SERVICE_URLS: `commerce=http://127.0.0.1:${port}` });
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  commerce?.close();
  await infra?.stop();
}, 30_000);
beforeEach(() => {
  seen = [];
  answer = { status: 200, body: '' };
});

const post = async (path: string, body: Buffer | string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${gateway.url}${path}`, { method: 'POST', body: body as RequestInit['body'], headers });
  const text = await response.text();
  return { status: response.status, code: text ? (JSON.parse(text) as { code: string }).code : undefined };
};

describe('the door of shops', () => {
  it('brings the bytes and headers to commerce as they came, whatever their type, and answers with its word', async () => {
    const path = `/webhooks/woocommerce/${v7()}`;
    const body = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
    const headers = { 'x-wc-webhook-signature': 'c2ln', 'content-type': 'nonsense', [IDENTITY_HEADER]: 'forged' };
    expect(await post(path, body, headers)).toEqual({ status: 200, code: undefined });
    expect(seen).toMatchObject([{ url: path, body, headers: { 'x-wc-webhook-signature': 'c2ln' } }]);
    expect(seen[0]!.headers[IDENTITY_HEADER]).toBeUndefined();
    answer = { status: 401, body: '{"code":"invalid_signature"}' };
    expect(await post(path, body, headers)).toEqual({ status: 401, code: 'invalid_signature' });
  });

  it('takes 5 MB with a signature, and 1 KB without: a ping has none', async () => {
    const path = `/webhooks/shopify/${v7()}`;
    const signed = { 'x-shopify-hmac-sha256': 'c2ln' };
    expect((await post(path, Buffer.alloc(5 * 1024 * 1024), signed)).status).toBe(200);
    expect((await post(path, Buffer.alloc(5 * 1024 * 1024 + 1), signed).catch(() => ({ status: 413 }))).status).toBe(413);
    expect((await post(path, Buffer.alloc(1_025)).catch(() => ({ status: 401 }))).status).toBe(401);
    expect((await post(`/webhooks/woocommerce/${v7()}`, 'webhook_id=1')).status).toBe(200);
    expect(seen.map(({ body }) => body.length)).toEqual([5 * 1024 * 1024, 12]);
  });

  it('leaves the other doors as they are', async () => {
    expect((await post('/webhooks/whatsapp', '{}')).code).toBe('invalid_signature');
    expect((await post('/webhooks/stripe', '{}')).code).toBe('payments_off');
    expect((await post(`/webhooks/shopify/${v7()}?x=1`, '{}')).status).toBe(404);
    expect(seen).toEqual([]);
  });

  it('asks for it again while commerce is away', async () => {
    const alone = await startGateway(infra, { SERVICE_URLS: 'commerce=http://127.0.0.1:9' });
    try {
      const response = await fetch(`${alone.url}/webhooks/generic/${v7()}`, { method: 'POST', body: '{}' });
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    } finally {
      await alone.close();
    }
  }, 60_000);
});
