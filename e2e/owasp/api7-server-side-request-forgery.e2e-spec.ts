import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { textBody } from '../system.js';
import { eventually, World, type Headers } from './world.js';

/**
 * OWASP API7:2023. No server of ours fetches an address that a tenant or a customer gave: logos are fetched by browsers, media by
 * Meta. This holds the system to it, with a listener at the addresses that are given wherever one can be.
 */
describe('an address that somebody gives us', () => {
  let world: World;
  let owner: Headers;
  const servers: Server[] = [];
  const connections: string[] = [];
  let ports: Record<string, number>;

  const listen = async (host: string): Promise<number> => {
    const server = createServer((socket) => {
      connections.push(host);
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    servers.push(server);
    return (server.address() as AddressInfo).port;
  };

  beforeAll(async () => {
    ports = { '127.0.0.1': await listen('127.0.0.1'), '127.0.0.2': await listen('127.0.0.2') };
    world = await World.start();
    owner = world.acme.members.owner;
  }, 180_000);
  afterAll(async () => {
    for (const server of servers) server.close();
    await world?.stop();
  }, 60_000);

  /** One listener under every name that a parser may take for harmless. */
  const addresses = (): string[] => {
    const port = ports['127.0.0.1'];
    const hosts = [
      '127.0.0.1',
      'localhost',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '127.1',
      '0.0.0.0',
      '[::ffff:127.0.0.1]',
      '127.0.0.1.nip.io',
      'user:pass@127.0.0.1',
    ];
    return [
      ...hosts.flatMap((host) => [`http://${host}:${port}/x.png`, `https://${host}:${port}/x.png`]),
      `http://127.0.0.2:${ports['127.0.0.2']}/x.png`,
    ];
  };
  const settled = (): Promise<void> =>
    eventually(
      async () => {
        expect((await world.system.ledger()).items.pending).toBe(0);
        // One person gets 44 at once and then one in 6 s, which is not what is asked here.
        await world.system.query('delete from message_sender.pair_rates');
        await world.system.query("update message_sender.messages set next_attempt_at = now() where state = 'queued'");
        const queued = await world.system.query("select 1 from message_sender.messages where state in ('queued', 'sending')");
        expect(queued).toEqual([]);
        expect(await world.system.query("select 1 from knowledge.documents where status in ('queued', 'processing')")).toEqual([]);
      },
      { timeoutMs: 60_000 },
    );

  it('would be heard of here: the listeners count', async () => {
    for (const [host, port] of Object.entries(ports)) await fetch(`http://${host}:${port}/`);
    expect(connections.splice(0).sort()).toEqual(['127.0.0.1', '127.0.0.2']);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)//https://acme.example',
    'data:text/html,<script>alert(1)</script>',
    'file:///etc/passwd',
    'ftp://acme.example/logo.svg',
    'gopher://127.0.0.1:6379/_x',
    'http://acme.example/logo.svg',
    '//acme.example/logo.svg',
    '/logo.svg',
    'https://user:pass@acme.example/logo.svg',
    'https://acme.example/logo.svg\r\nset-cookie: a=b',
    'https://acme.example/"onerror="alert(1)',
    'https://localhost/logo.svg',
    'https://',
  ])('as a logo is refused when it is %s', async (logoUrl) => {
    const path = `/tenants/${world.acme.tenant.id}/branding`;
    const { status, body } = await world.system.api<{ code: string }>(path, { method: 'PUT', headers: owner, body: { logoUrl } });
    // A quotation mark is no part of an address; where one is taken it has to come back as it was, for the page to escape.
    if (status !== 200) expect({ status, code: body.code }).toEqual({ status: 400, code: 'validation_failed' });
    else expect(logoUrl).toMatch(/^https:\/\/acme\.example\//);
  });

  it.each([
    '127.0.0.1',
    'localhost',
    '[::1]',
    'http://acme.example',
    'acme.example/path',
    'acme.example:80',
    'a b.example',
    '2130706433',
    '-acme.example',
  ])('as a domain is refused when it is %s', async (domain) => {
    const { tenant } = world.acme;
    for (const [path, body] of [
      [`/tenants/${tenant.id}/branding`, { customDomain: domain }],
      [`/tenants/${tenant.id}`, { domain }],
    ] as const) {
      expect((await world.system.api(path, { method: 'PUT', headers: owner, body })).status).toBe(400);
    }
  });

  it('is fetched by nobody here, wherever it stands', async () => {
    const { tenant, ids } = world.acme;
    const put = (path: string, body: object) => world.system.api(path, { method: 'PUT', headers: owner, body });
    const post = (path: string, body: object) => world.system.api(path, { method: 'POST', headers: owner, body });
    let taken = 0;
    const count = ({ status }: { status: number }): void => void (taken += status < 300 ? 1 : 0);
    // Somebody who has written, and so may be sent words and files.
    const message = { outletId: ids.outlets, to: '+15550600001' };
    for (const url of addresses()) {
      count(await put(`/tenants/${tenant.id}/branding`, { logoUrl: url }));
      await world.system.api('/branding/acme-corp');
      count(await put(`/tenants/${tenant.id}/llm-config`, { systemPrompt: `See ${url}`, handoffMessage: url }));
      count(await put(`/tenants/${tenant.id}`, { settings: { webhookUrl: url, callback: url } }));
      for (const type of ['image', 'video', 'audio', 'document', 'sticker'])
        count(await post('/messages', { ...message, type, [type]: { link: url } }));
      count(await post('/messages', { ...message, type: 'text', text: { body: url, previewUrl: true } }));
      count(
        await post('/messages', { ...message, type: 'interactive', interactive: { kind: 'cta_url', body: 'x', displayText: 'x', url } }),
      );
      count(
        await post('/messages', {
          ...message,
          type: 'template',
          template: {
            name: 'hello_world',
            language: 'en_US',
            components: [{ type: 'header', parameters: [{ type: 'image', image: { link: url } }] }],
          },
        }),
      );
      await post(`/conversations/${ids.conversations}/messages`, { type: 'text', text: url });
    }
    const all = addresses();
    const html = `<html><head><link rel=stylesheet href="${all[0]}"><base href="${all[0]}"></head><body>${all.map((url) => `<img src="${url}"><iframe src="${url}"></iframe><script src="${url}"></script><object data="${url}"></object>${url}`).join('')}<p>Opening hours</p></body></html>`;
    const xml = `<!DOCTYPE html [<!ENTITY x SYSTEM "${all[0]}">]><html><body><p>&x; hours</p></body></html>`;
    const markdown = all.map((url) => `![x](${url}) [x](${url}) <${url}>\n\n[r]: ${url}\n`).join('\n');
    for (const [contentType, content] of [
      ['text/html', html],
      ['text/html', xml],
      ['text/markdown', markdown],
      ['text/plain', all.join('\n')],
      ['text/csv', `address\n${all.join('\n')}`],
    ]) {
      const added = await post(`/knowledge-bases/${ids['knowledge-bases']}/documents`, { title: all[0], contentType, content });
      expect(added.status).toBe(202);
    }
    const [outlet] = tenant.outlets;
    const texts = all.slice(0, 4).map((text, index) => ({ wamid: `wamid.SSRF${index}`, from: `1555071000${index}`, text, name: text }));
    expect(await world.system.webhook(textBody(outlet!.phoneNumberId, outlet!.wabaId, texts))).toBe(200);
    const forwarded = { 'x-forwarded-host': `127.0.0.1:${ports['127.0.0.1']}`, 'x-forwarded-proto': 'http' };
    await world.system.api('/conversations', { headers: { ...owner, ...forwarded } });
    await world.system.api('/auth/password-reset', { headers: forwarded, body: { email: tenant.users[0]!.email } });
    await settled();
    expect(taken).toBeGreaterThan(50);
    expect(connections).toEqual([]);
  }, 120_000);

  it('in a header does not get into the links of mails', async () => {
    const email = world.acme.tenant.users[0]!.email;
    await world.system.api('/auth/password-reset', {
      headers: { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
      body: { email },
    });
    await world.mailedToken(email, 'reset');
    expect(world.mails().filter((mail) => mail.includes('evil.example'))).toEqual([]);
  });
});
