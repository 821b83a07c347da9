import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { v7 } from 'uuid';
import { mediaFetched, mediaFetchRequested, type EventOf } from '#contracts';
import { ObjectStore } from '#object-store';
import { eventually, startService } from '#testing';
import { service } from '../src/service.js';
import { SenderWorld, type Outlet } from './sender-world.js';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const MP4 = Buffer.from('000000206674797069736f6d0000020069736f6d69736f32617663316d703431', 'hex');
const WEBP = Buffer.from('5249464624000000574542505650382018000000300100009d012a0100010001001c25a400', 'hex');
const DAY_MS = 24 * 60 * 60_000;

describe('files', () => {
  const world = new SenderWorld();
  let outlet: Outlet;
  let graphIds = 5_000;

  beforeAll(async () => {
    await world.start();
    await world.startService();
    outlet = await world.outlet();
  }, 60_000);
  afterAll(() => world.stop(), 30_000);

  const store = (): ObjectStore => world.running.app.get(ObjectStore);

  /** A file at WhatsApp, and the wish to have it. @returns our id */
  async function wanted(file: Partial<Parameters<typeof world.graph.files.set>[1]> | undefined, over: object = {}): Promise<string> {
    const graphId = String(++graphIds);
    if (file) world.graph.files.set(graphId, { bytes: PNG, mimeType: 'image/png', ...file });
    const mediaId = v7();
    await want(mediaId, graphId, over);
    return mediaId;
  }
  const want = (mediaId: string, graphId: string, over: object = {}) =>
    world.infra.publish(mediaFetchRequested, outlet.tenantId, {
      mediaId,
      outletId: outlet.id,
      kind: 'image',
      graphId,
      contentType: 'image/png',
      expiresAt: new Date(Date.now() + 7 * DAY_MS).toISOString(),
      ...over,
    });
  const outcomes = async (mediaId: string): Promise<EventOf<typeof mediaFetched>['data'][]> => {
    return (await world.infra.outboxEvents(mediaFetched)).map(({ data }) => data).filter((data) => data.mediaId === mediaId);
  };
  const outcome = (mediaId: string) =>
    eventually(
      async () => {
        const all = await outcomes(mediaId);
        expect(all).toHaveLength(1);
        return all[0]!;
      },
      { timeoutMs: 15_000 },
    );
  const bytesOf = async (id: string): Promise<Buffer | undefined> => {
    const found = await store().get({ tenantId: outlet.tenantId, id });
    return found && buffer(found.body);
  };
  const open = () => world.infra.rows('select id from message_sender.media_fetches');

  describe('of customers', () => {
    it('of a tenant that has many delay nobody: those of another are fetched among the first', async () => {
      const quiet = await world.outlet();
      const files = Array.from({ length: 41 }, (_, n) => ({ of: n < 40 ? outlet : quiet, graphId: String(++graphIds), id: v7() }));
      for (const { graphId } of files) world.graph.files.set(graphId, { bytes: PNG, mimeType: 'image/png' });
      const before = world.graph.asked.length;
      await world.infra.rows(
        `insert into message_sender.media_fetches (tenant_id, id, outlet_id, kind, graph_id, content_type, expires_at, next_attempt_at)
         select r.tenant, r.id, r.outlet, 'image', r.graph_id, 'image/png', now() + interval '7 days', now() - interval '1 hour' + make_interval(secs => r.n)
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) with ordinality as r (tenant, id, outlet, graph_id, n)`,
        [
          files.map((file) => file.of.tenantId),
          files.map(({ id }) => id),
          files.map((file) => file.of.id),
          files.map(({ graphId }) => graphId),
        ],
      );
      await eventually(async () => expect(await open()).toEqual([]), { timeoutMs: 15_000 });
      const asked = world.graph.asked.slice(before);
      expect(asked.length).toBeGreaterThanOrEqual(2 * files.length);
      expect(asked.findIndex((url) => url.includes(files.at(-1)!.graphId))).toBeLessThan(20);
    }, 30_000);

    it('are kept with the hash of their bytes and the type that these have', async () => {
      const mediaId = await wanted({ mimeType: 'image/jpeg' });
      expect(await outcome(mediaId)).toEqual({
        mediaId,
        outcome: 'stored',
        contentType: 'image/png',
        sizeBytes: PNG.length,
        sha256: createHash('sha256').update(PNG).digest('hex'),
      });
      expect(await bytesOf(mediaId)).toEqual(PNG);
      expect(await open()).toEqual([]);
    });

    it.each([
      ['an address that ended', ['address-ended' as const]],
      ['a line that breaks, twice', ['drop' as const, 'drop' as const]],
      ['WhatsApp being away', [2]],
      ['a token that is refused for a while', [190]],
    ])(
      'come in spite of %s',
      async (_name, faults) => {
        const mediaId = await wanted({ faults: [...faults] });
        expect((await outcome(mediaId)).outcome).toBe('stored');
        expect(await bytesOf(mediaId)).toEqual(PNG);
      },
      20_000,
    );

    it.each([
      ['that WhatsApp has no more', undefined, {}, 'expired', 'expired'],
      [
        'whose seven days are over',
        { faults: ['drop' as const] },
        { expiresAt: new Date(Date.now() - 1_000).toISOString() },
        'expired',
        'expired',
      ],
      ['that are larger than 100 MB', { bytes: Buffer.concat([PNG], 100 * 1024 * 1024 + 1) }, {}, 'failed', 'too_large'],
      ['that are not what they say', { bytes: Buffer.from('%PDF-1.7 not a picture') }, {}, 'failed', 'type_not_accepted'],
      ['whose address is not Meta’s', { url: 'http://169.254.169.254/latest/meta-data' }, {}, 'failed', 'address_refused'],
      ['whose address is in our own network', { url: 'http://127.0.0.1:5432/' }, {}, 'failed', 'address_refused'],
    ])('are not kept %s', async (_name, file, over, expected, code) => {
      const mediaId = await wanted(file, over);
      expect(await outcome(mediaId)).toMatchObject({ outcome: expected, error: { code, detail: expect.any(String) } });
      expect(await bytesOf(mediaId)).toBeUndefined();
      expect(await open()).toEqual([]);
    });

    it.each([
      ['a photo of 6 MB', 'image', 'image/png', PNG, 6],
      ['a video of 20 MB', 'video', 'video/mp4', MP4, 20],
      ['a sticker of 700 KB', 'sticker', 'image/webp', WEBP, 0.7],
    ])(
      'come whole where a business could not send them: %s',
      async (_name, kind, mimeType, head, megabytes) => {
        const bytes = Buffer.concat([head], Math.ceil(megabytes * 1024 * 1024));
        const mediaId = await wanted({ bytes, mimeType }, { kind, contentType: mimeType });
        expect(await outcome(mediaId)).toMatchObject({ outcome: 'stored', contentType: mimeType, sizeBytes: bytes.length });
        expect(bytes.equals((await bytesOf(mediaId))!)).toBe(true);
      },
      30_000,
    );

    it('whose bytes are wrong are asked for three times', async () => {
      const mediaId = await wanted({ sha256: Buffer.alloc(32, 1).toString('base64') });
      expect(await outcome(mediaId)).toMatchObject({ outcome: 'failed', error: { code: 'hash_mismatch' } });
      expect(world.graph.asked.filter((url) => url === `/files/${graphIds}`)).toHaveLength(3);
      expect(await bytesOf(mediaId)).toBeUndefined();
    });

    it('are asked for again when somebody wants it, and once though two processes look', async () => {
      const other = await startService(world.infra, service, { WHATSAPP_GRAPH_URL: world.graph.url });
      try {
        const ids = await Promise.all(Array.from({ length: 12 }, () => wanted({})));
        for (const id of ids) expect((await outcome(id)).outcome).toBe('stored');
        const [first] = ids;
        expect(world.graph.asked.filter((url) => url === `/files/${graphIds}`)).toHaveLength(1);
        await want(first!, String(graphIds));
        await eventually(async () => expect(await outcomes(first!)).toHaveLength(2));
      } finally {
        await other.close();
      }
    }, 30_000);
  });

  describe('of the team', () => {
    /** A file as the conversation service keeps it. */
    async function ours(tenantId = outlet.tenantId, contentType = 'image/png'): Promise<string> {
      const id = v7();
      const { sizeBytes } = await store().put({ tenantId, id }, Readable.from([PNG]), { maxBytes: 1_000 });
      await world.infra.rows(
        `insert into conversation.media (tenant_id, id, status, content_type, filename, size_bytes) values ($1, $2, 'stored', $3, 'a.png', $4)`,
        [tenantId, id, contentType, sizeBytes],
      );
      return id;
    }
    const uploadsOf = (number: Outlet) => world.graph.uploads.filter(({ phoneNumberId }) => phoneNumberId === number.phoneNumberId);
    const image = (mediaId: string, caption?: string) => ({ type: 'image', image: { mediaId, caption } }) as { type: string };
    const until = (id: string, state: string) =>
      eventually(async () => expect((await world.row(id)).state).toBe(state), { timeoutMs: 15_000 });

    it('are uploaded once for each number, whoever they go to, and the messages keep their order', async () => {
      const [one, two] = [await world.outlet(), await world.outlet(outlet.tenantId)];
      const mediaId = await ours(one.tenantId);
      const ids = [];
      for (const [to, caption] of [
        ['16505551001', 'a'],
        ['16505551001', 'b'],
        ['16505551002', 'c'],
      ] as const) {
        ids.push(await world.request(one, '', { to, content: image(mediaId, caption) }));
      }
      ids.push(await world.request(one, 'after', { to: '16505551001' }));
      for (const id of ids) await until(id, 'accepted');
      const [upload, ...more] = uploadsOf(one);
      expect(more).toEqual([]);
      expect(upload!.token).toBe('token-1');
      const file = upload!.form.get('file') as File;
      expect([file.name, file.type, Buffer.from(await file.arrayBuffer())]).toEqual(['a.png', 'image/png', PNG]);
      const posts = world.graph.of(one.phoneNumberId).map(({ body }) => body);
      expect(posts.map(({ type, image: sent, text }) => [type, sent?.id, sent?.caption ?? text.body])).toEqual(
        expect.arrayContaining([
          ['image', upload!.id, 'a'],
          ['image', upload!.id, 'b'],
          ['image', upload!.id, 'c'],
          ['text', undefined, 'after'],
        ]),
      );
      expect(posts.filter(({ to }) => to === '+16505551001').map(({ image: sent, text }) => sent?.caption ?? text.body)).toEqual([
        'a',
        'b',
        'after',
      ]);

      const elsewhere = await world.request(two, '', { content: image(await ours(two.tenantId)) });
      await until(elsewhere, 'accepted');
      expect(uploadsOf(two)).toHaveLength(1);
    }, 30_000);

    it('are replaced wherever WhatsApp takes a file: in a template’s header too', async () => {
      const number = await world.outlet();
      const mediaId = await ours(number.tenantId);
      const template = {
        name: 'promo',
        language: 'en',
        components: [{ type: 'header', parameters: [{ type: 'image', image: { mediaId } }] }],
      };
      await until(await world.request(number, '', { content: { type: 'template', template } as { type: string } }), 'accepted');
      const [post] = world.graph.of(number.phoneNumberId);
      expect(post!.body.template.components[0].parameters[0].image).toEqual({ id: uploadsOf(number)[0]!.id });
    });

    it.each([
      ['after a failure that passes', 131016, 'upload'],
      ['when WhatsApp says that it cannot send them', 131053, 'send'],
    ])(
      'are uploaded again %s',
      async (_name, code, step) => {
        const number = await world.outlet();
        if (step === 'upload') world.graph.uploadFaults.push(code);
        else world.graph.script(number.phoneNumberId, code);
        await until(await world.request(number, '', { content: image(await ours(number.tenantId)) }), 'accepted');
        expect(uploadsOf(number)).toHaveLength(step === 'upload' ? 1 : 2);
      },
      30_000,
    );

    it('are uploaded anew for a message that waited for its time until WhatsApp no longer had them', async () => {
      const number = await world.outlet();
      const mediaId = await ours(number.tenantId);
      const submit = async (over: object): Promise<string> => {
        const message = { outletId: number.id, to: '+16505551234', type: 'image', image: { mediaId }, ...over };
        return (await world.call('POST', '/messages', number.tenantId, message)).body.id;
      };
      await until(await submit({}), 'accepted');
      const later = await submit({ sendAt: new Date(Date.now() + 40 * DAY_MS).toISOString() });
      const uploads = 'message_sender.media_uploads where tenant_id = $1 and media_id = $2';
      const [kept] = await world.infra.rows<{ days: number }>(
        `select extract(epoch from usable_until - now())::float8 / 86400 as days from ${uploads}`,
        [number.tenantId, mediaId],
      );
      // WhatsApp keeps them for 30 days: what is claimed today is sent long before that.
      expect(kept!.days).toBeLessThan(28);
      // Forty days pass.
      await world.infra.rows(
        `update message_sender.media_uploads set usable_until = usable_until - interval '40 days' where tenant_id = $1 and media_id = $2`,
        [number.tenantId, mediaId],
      );
      await world.infra.rows('update message_sender.messages set due_at = now() where id = $1', [later]);
      await until(later, 'accepted');
      const [first, second] = uploadsOf(number);
      expect(second!.id).not.toBe(first!.id);
      expect(world.graph.of(number.phoneNumberId).map(({ body }) => body.image.id)).toEqual([first!.id, second!.id]);
    }, 30_000);

    it('leave their messages in the queue while they are on their way, so that an end of the process leaves none unknown', async () => {
      const number = await world.outlet();
      const states: string[] = [];
      const other = await world.request(number, '', { to: '16505552001', content: image(await ours(number.tenantId)) });
      world.graph.onUpload = async () => void states.push((await world.row(other)).state);
      await until(other, 'accepted');
      world.graph.onUpload = () => Promise.resolve();
      expect(states).toEqual(['queued']);
    });

    it('that WhatsApp refuses fail their messages, with the reason', async () => {
      const number = await world.outlet();
      world.graph.uploadFaults.push(131009);
      const id = await world.request(number, '', { content: image(await ours(number.tenantId)) });
      await until(id, 'failed');
      expect((await world.row(id)).errors).toEqual([expect.objectContaining({ code: 131009 })]);
      expect(await world.announced(id)).toEqual(['failed']);
    });

    it('are held back with their messages by a token that is refused, and leave with another one', async () => {
      const number = await world.outlet();
      world.graph.uploadFaults.push(190);
      const id = await world.request(number, '', { content: image(await ours(number.tenantId)) });
      await eventually(async () =>
        expect(await world.infra.rows('select kind from message_sender.holds where tenant_id = $1', [number.tenantId])).toEqual([
          { kind: 'auth' },
        ]),
      );
      expect((await world.row(id)).state).toBe('queued');
      await world.infra.rows('update tenant.outlets set access_token_sealed = $2 where id = $1', [
        number.id,
        world.seal('token-2', number.id),
      ]);
      await until(id, 'accepted');
      expect(uploadsOf(number).at(-1)!.token).toBe('token-2');
    }, 30_000);

    it('of another tenant, or of another kind, are refused before they are queued', async () => {
      const number = await world.outlet();
      const submit = (mediaId: string, type = 'image') =>
        world.call('POST', '/messages', number.tenantId, { outletId: number.id, to: '+16505551234', type, [type]: { mediaId } });
      expect(await submit(await ours(v7()))).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
      expect(await submit(await ours(number.tenantId), 'video')).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
      const { status, body } = await submit(await ours(number.tenantId));
      expect(status).toBe(202);
      await until(body.id, 'accepted');
    });
  });
});
