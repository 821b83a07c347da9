import { jetstreamManager } from '@nats-io/jetstream';
import pg from 'pg';
import { DEAD_LETTER_STREAM, messageReceived } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, type Infrastructure } from '#testing';
import { signBody, webhookBuilder as build } from '#whatsapp';
import { addOutlet, APP_SECRET, post, postSigned, startGateway, startWorld, TENANT_A } from './gateway-world.js';

const NUMBER = { wabaId: 'waba-1', phoneNumberId: 'phone-1' };
const message = (wamid: string): Buffer =>
  build.signedWebhook(build.textWebhook(NUMBER, { wamid, from: '16505551234', body: 'Hello 👋' }), APP_SECRET).raw;

describe('webhook ingest', () => {
  let infra: Infrastructure;
  let gateway: RunningService;

  const journaled = async (raw: Buffer | string): Promise<number> =>
    (await infra.rows(`select 1 from gateway.webhook_journal where body = $1`, [Buffer.from(raw)])).length;
  const wamidsOnStream = async (): Promise<string[]> => (await infra.events(messageReceived)).map((event) => event.data.message.wamid);

  beforeAll(async () => {
    infra = await startWorld();
    await addOutlet(infra, TENANT_A, NUMBER.phoneNumberId, NUMBER.wabaId);
    gateway = await startGateway(infra);
  }, 60_000);
  afterAll(async () => {
    await gateway?.close();
    await infra?.stop();
  }, 30_000);

  describe('verification', () => {
    const verify = (query: Record<string, string>): Promise<Response> =>
      fetch(`${gateway.url}/webhooks/whatsapp?${new URLSearchParams(query).toString()}`);
    const right = { 'hub.mode': 'subscribe', 'hub.verify_token': 'test-verify-token', 'hub.challenge': '1158201444' };

    it('answers the challenge as text to the right token', async () => {
      const response = await verify(right);
      expect([response.status, await response.text()]).toEqual([200, '1158201444']);
      expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    });

    it.each([
      ['a wrong token', { ...right, 'hub.verify_token': 'wrong' }],
      ['another mode', { ...right, 'hub.mode': 'unsubscribe' }],
      ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
      ['nothing', {}],
    ])('refuses %s with 403', async (_, query) => {
      expect((await verify(query)).status).toBe(403);
    });
  });

  describe('signature', () => {
    it.each([
      ['missing', () => ({})],
      ['malformed', () => ({ 'x-hub-signature-256': 'sha256=xyz' })],
      ['of another algorithm', (raw: Buffer) => ({ 'x-hub-signature-256': signBody(raw, APP_SECRET).replace('sha256', 'sha1') })],
      ['under a wrong secret', (raw: Buffer) => ({ 'x-hub-signature-256': signBody(raw, 'wrong') })],
      [
        'of a body with one byte changed',
        (raw: Buffer) => ({ 'x-hub-signature-256': signBody(Buffer.concat([raw, Buffer.from(' ')]), APP_SECRET) }),
      ],
    ])('%s is refused with 401 and keeps nothing', async (name, headersOf) => {
      const raw = message(`wamid.forged.${name}`);
      const response = await post(gateway, raw, headersOf(raw));
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ code: 'invalid_signature', status: 401 });
      expect(await journaled(raw)).toBe(0);
    });

    it('right: 200, and the very bytes are in the journal before the answer', async () => {
      const raw = message('wamid.right');
      const response = await postSigned(gateway, raw);
      expect(response.status).toBe(200);
      expect(await journaled(raw)).toBe(1);
    });
  });

  it.each([
    ['an empty body', '', 'application/json'],
    ['a body that is not JSON', 'hello', 'application/json'],
    ['bytes that are not text', Buffer.from([0, 255, 254, 0]), 'application/json'],
    ['a content type that nobody can read', '{"a":1}', ';;;'],
    ['a form', 'a=1', 'application/x-www-form-urlencoded'],
  ])('keeps %s under a right signature and answers 200', async (_, raw, contentType) => {
    const response = await post(gateway, raw, { 'x-hub-signature-256': signBody(raw, APP_SECRET), 'content-type': contentType });
    expect(response.status).toBe(200);
    expect(await journaled(raw)).toBe(1);
  });

  it('takes 4 MB and refuses more with 413, whether the size is announced or not', async () => {
    const limit = 4 * 1024 * 1024;
    expect((await postSigned(gateway, Buffer.alloc(limit, ' '))).status).toBe(200);
    const larger = Buffer.alloc(limit + 1, ' ');
    expect((await postSigned(gateway, larger)).status).toBe(413);
    const chunks = new ReadableStream({
      start: (controller) => {
        controller.enqueue(larger);
        controller.close();
      },
    });
    const streamed = await fetch(`${gateway.url}/webhooks/whatsapp`, {
      method: 'POST',
      body: chunks,
      duplex: 'half',
      headers: { 'x-hub-signature-256': signBody(larger, APP_SECRET) },
    } as RequestInit).then(
      (response) => response.status,
      // The connection may be cut while the rest is still being sent.
      () => 413,
    );
    expect(streamed).toBe(413);
    expect(await journaled(larger)).toBe(0);
  });

  it('stores under a role that can add to the journal and do nothing else', async () => {
    const client = new pg.Client({ connectionString: infra.roleUrl('gateway', 'ingest') });
    await client.connect();
    try {
      await client.query(`insert into gateway.webhook_journal (body) values ('x')`);
      for (const sql of [
        'select 1 from gateway.webhook_journal',
        'select 1 from gateway.webhook_items',
        'select 1 from gateway.outbox',
        `insert into gateway.webhook_journal (body) values ('x') returning id`,
        `insert into gateway.webhook_journal (body, split_at) values ('x', now())`,
        'update gateway.webhook_journal set split_at = now()',
        'delete from gateway.webhook_journal',
        'truncate gateway.webhook_journal',
      ]) {
        await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
      }
    } finally {
      await client.end();
    }
    const tenant = new pg.Client({ connectionString: infra.roleUrl('gateway', 'tenant') });
    await tenant.connect();
    await expect(tenant.query('select 1 from gateway.webhook_journal')).rejects.toMatchObject({ code: '42501' });
    await tenant.end();
  });

  it('makes many requests at once durable, every one of them', async () => {
    const bodies = Array.from({ length: 300 }, (_, index) => message(`wamid.many.${index}`));
    const statuses = await Promise.all(bodies.map(async (raw) => (await postSigned(gateway, raw)).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
    const stored = await infra.rows(`select 1 from gateway.webhook_journal where position('wamid.many.'::bytea in body) > 0`);
    expect(stored).toHaveLength(300);
  });

  it('answers 503 within two seconds while Postgres is away and 200 within five after its return, without a restart', async () => {
    await infra.killPostgres();
    for (let attempt = 0; attempt < 3; attempt++) {
      const started = Date.now();
      const response = await postSigned(gateway, message(`wamid.away.${attempt}`));
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('1');
      expect(Date.now() - started).toBeLessThan(2_000);
    }
    await infra.startPostgres();
    const raw = message('wamid.back');
    await eventually(async () => expect((await postSigned(gateway, raw)).status).toBe(200), { timeoutMs: 5_000 });
    expect(await eventually(() => journaled(raw))).toBe(1);
    await eventually(async () => expect(await wamidsOnStream()).toContain('wamid.back'), { timeoutMs: 20_000 });
  }, 60_000);

  it('answers 503 within three seconds while Postgres hangs, and recovers', async () => {
    const [{ pid }] = (await infra.rows<{ pid: number }>(`select pid from pg_stat_activity where application_name = 'gateway:ingest'`)) as [
      { pid: number },
    ];
    process.kill(pid, 'SIGSTOP');
    try {
      const started = Date.now();
      expect((await postSigned(gateway, message('wamid.hanging'))).status).toBe(503);
      expect(Date.now() - started).toBeLessThan(3_000);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    expect((await postSigned(gateway, message('wamid.thawed'))).status).toBe(200);
  }, 30_000);

  it('takes webhooks while NATS is away, and what they say flows after its return', async () => {
    await infra.killNats();
    const wamids = Array.from({ length: 20 }, (_, index) => `wamid.nats.${index}`);
    for (const wamid of wamids) expect((await postSigned(gateway, message(wamid))).status).toBe(200);
    await infra.startNats();
    await eventually(async () => expect(await wamidsOnStream()).toEqual(expect.arrayContaining(wamids)), { timeoutMs: 30_000 });
  }, 60_000);

  it('splits what another gateway journaled and did not live to split', async () => {
    await infra.owner.query(`insert into gateway.webhook_journal (body) values ($1)`, [message('wamid.orphan')]);
    await eventually(async () => expect(await wamidsOnStream()).toContain('wamid.orphan'));
  });

  it('told to stop, answers for what it holds, keeps it, and does not wait for its callers to hang up', async () => {
    const stopping = await startGateway(infra);
    expect((await postSigned(stopping, message('wamid.before'))).status).toBe(200);
    const blocker = await infra.owner.connect();
    await blocker.query('begin; lock table gateway.webhook_journal in exclusive mode');
    const raw = message('wamid.held');
    const held = postSigned(stopping, raw);
    await eventually(async () => {
      const waiting = await infra.rows(
        `select 1 from pg_stat_activity where application_name = 'gateway:ingest' and wait_event_type = 'Lock'`,
      );
      expect(waiting).toHaveLength(1);
    });
    const started = Date.now();
    const closed = stopping.close();
    await blocker.query('commit');
    blocker.release();
    expect((await held).status).toBe(200);
    await closed;
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(await journaled(raw)).toBe(1);
  }, 30_000);

  it('two gateways on one journal split every entry once, and a closing one loses nothing that it answered for', async () => {
    const second = await startGateway(infra);
    const manager = await jetstreamManager(await infra.nats());
    await eventually(async () => {
      const reader = await manager.consumers.info(DEAD_LETTER_STREAM, 'gateway__dead_letters');
      expect(reader.num_waiting).toBeGreaterThanOrEqual(2);
    });
    const bodies = Array.from({ length: 200 }, (_, index) => `wamid.two.${index}`);
    const kept: string[] = [];
    const sending = bodies.map(async (wamid, index) => {
      const response = await postSigned(index % 2 ? gateway : second, message(wamid)).catch(() => undefined);
      if (response?.status === 200) kept.push(wamid);
    });
    await eventually(() => expect(kept.length).toBeGreaterThan(20), { everyMs: 1 });
    await second.close();
    await Promise.all(sending);
    await eventually(
      async () => {
        const items = await infra.rows<{ n: number }>(
          `select count(*)::int as n from gateway.webhook_items i join gateway.webhook_journal j on j.id = i.journal_id
         where position('wamid.two.'::bytea in j.body) > 0`,
        );
        const entries = await infra.rows<{ n: number }>(
          `select count(*)::int as n from gateway.webhook_journal where position('wamid.two.'::bytea in body) > 0`,
        );
        expect(items).toEqual(entries);
        expect(entries[0]!.n).toBeGreaterThanOrEqual(kept.length);
        const onStream = await wamidsOnStream();
        for (const wamid of kept) expect(onStream.filter((other) => other === wamid)).toHaveLength(1);
      },
      { timeoutMs: 20_000 },
    );
  }, 60_000);
});
