import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { mediaFetched, mediaFetchRequested, messageSubmitted, statusChanged } from '#contracts';
import { ObjectStore } from '#object-store';
import { Logger } from '#service-kit';
import { asMember, eventually } from '#testing';
import { v7 } from 'uuid';
import { ForgetMediaHandler } from '../src/handlers/media/forget-media.handler.js';
import { World } from './conversation-world.js';
import { form, FROM, MediaWorld, PNG, type Started } from './media-world.js';

const DAY_MS = 24 * 60 * 60_000;

describe('files and everything that is not words', () => {
  const media = new MediaWorld();

  beforeAll(() => media.begin(), 60_000);
  afterAll(() => media.end(), 30_000);

  /** The customer sends a picture. @returns what WhatsApp is asked for, and the message */
  async function picture({ world, messages }: Started, more: { timestamp?: string; sha256?: string } = {}) {
    const { timestamp = new Date().toISOString(), sha256 } = more;
    const handled = await world.handled();
    const raw = { type: 'image', image: { id: '77', mime_type: 'image/jpeg; a=b', sha256, caption: 'Look' } };
    const wamid = await world.write(FROM, 'Look', { type: 'image', timestamp, raw });
    await world.untilHandled(handled + 1);
    const message = (await messages()).find((found) => found.wamid === wamid);
    return { message, mediaId: message.media.id as string };
  }
  const fetched = (world: World, data: Parameters<typeof media.infra.publish<typeof mediaFetched>>[2]) =>
    media.infra.publish(mediaFetched, world.tenantId, data);

  describe('a customer’s file', () => {
    it('is asked for in the transaction of its message, and shown from its first moment', async () => {
      const start = await media.started();
      const sha256 = Buffer.alloc(32, 7).toString('base64');
      const { message, mediaId } = await picture(start, { sha256 });
      expect(message).toMatchObject({
        type: 'image',
        text: 'Look',
        media: { id: mediaId, status: 'pending', contentType: 'image/jpeg', caption: 'Look' },
      });
      const [request] = await start.world.untilSent(mediaFetchRequested);
      expect(request).toEqual({
        mediaId,
        outletId: start.world.outletId,
        kind: 'image',
        graphId: '77',
        contentType: 'image/jpeg; a=b',
        sha256,
        expiresAt: new Date(Date.parse(message.at) + 7 * DAY_MS).toISOString(),
      });
    });

    it('becomes stored, failed or expired, told live as news of its message, and stored stays stored', async () => {
      const start = await media.started();
      const { message, mediaId } = await picture(start);
      const before = (await start.log()).length;
      await fetched(start.world, { mediaId, outcome: 'failed', error: { code: 'too_large', detail: 'too large' } });
      await eventually(async () =>
        expect((await start.messages()).at(-1).media).toMatchObject({ status: 'failed', error: { code: 'too_large' } }),
      );
      const sha256 = 'ab'.repeat(32);
      await fetched(start.world, { mediaId, outcome: 'stored', contentType: 'image/png', sizeBytes: 5, sha256 });
      await eventually(async () =>
        expect((await start.messages()).at(-1).media).toEqual({
          id: mediaId,
          status: 'stored',
          contentType: 'image/png',
          size: 5,
          sha256,
          caption: 'Look',
        }),
      );
      const handled = await start.world.handled();
      await fetched(start.world, { mediaId, outcome: 'expired', error: { code: 'expired', detail: '' } });
      await start.world.untilHandled(handled + 1);
      expect((await start.messages()).at(-1).media.status).toBe('stored');
      expect((await start.log()).slice(before)).toEqual(Array.from({ length: 2 }, () => ({ kind: 'status', ref_id: message.id })));
    });

    it('is fetched again on demand while WhatsApp has it', async () => {
      const start = await media.started();
      const { mediaId } = await picture(start);
      await fetched(start.world, { mediaId, outcome: 'failed', error: { code: 'refused_by_whatsapp', detail: '' } });
      await eventually(async () => expect((await start.messages()).at(-1).media.status).toBe('failed'));
      expect(await start.as('POST', `/media/${mediaId}/retry`)).toMatchObject({ status: 202, body: { id: mediaId, status: 'pending' } });
      expect(await start.world.untilSent(mediaFetchRequested, 2)).toMatchObject([{ mediaId }, { mediaId, graphId: '77' }]);
      expect((await start.messages()).at(-1).media).not.toHaveProperty('error');

      await fetched(start.world, { mediaId, outcome: 'stored', contentType: 'image/png', sizeBytes: 5, sha256: 'ab'.repeat(32) });
      await eventually(async () => expect((await start.messages()).at(-1).media.status).toBe('stored'));
      expect(await start.as('POST', `/media/${mediaId}/retry`)).toMatchObject({ status: 409, body: { code: 'media_stored' } });

      const old = await picture(start, { timestamp: new Date(Date.now() - 8 * DAY_MS).toISOString() });
      expect(await start.as('POST', `/media/${old.mediaId}/retry`)).toMatchObject({ status: 409, body: { code: 'media_expired' } });
    });

    it('is erased, bytes and all, when its message is', async () => {
      const start = await media.started();
      const { message, mediaId } = await picture(start);
      const store = media.running.app.get(ObjectStore);
      const key = { tenantId: start.world.tenantId, id: mediaId };
      await store.put(key, Readable.from([PNG]), { maxBytes: 1_000 });
      await media.running.app.get(ForgetMediaHandler).execute();
      expect((await store.get(key))?.body.destroy()).toBeDefined();
      await media.infra.rows('delete from conversation.messages where id = $1', [message.id]);
      await media.running.app.get(ForgetMediaHandler).execute();
      expect(await store.get(key)).toBeUndefined();
      expect(await media.infra.rows('select 1 from conversation.media where id = $1', [mediaId])).toEqual([]);
    });
  });

  describe('a customer’s file whose message is gone', () => {
    const gone = async (start: Started) => {
      const { message, mediaId } = await picture(start);
      const key = { tenantId: start.world.tenantId, id: mediaId };
      const store = media.running.app.get(ObjectStore);
      await store.put(key, Readable.from([PNG]), { maxBytes: 1_000 });
      await media.infra.rows('delete from conversation.messages where id = $1', [message.id]);
      return { store, key };
    };

    it('leaves nothing behind, also when it was still on its way', async () => {
      const start = await media.started();
      const { store, key } = await gone(start);
      await media.running.app.get(ForgetMediaHandler).execute();
      await store.put(key, Readable.from([PNG]), { maxBytes: 1_000 });
      const handled = await start.world.handled();
      await fetched(start.world, {
        mediaId: key.id,
        outcome: 'stored',
        contentType: 'image/png',
        sizeBytes: PNG.length,
        sha256: 'a'.repeat(64),
      });
      await start.world.untilHandled(handled + 1);
      expect((await store.get(key))?.body.destroy()).toBeUndefined();
    });

    it('is forgotten, whatever becomes of others', async () => {
      const [first, second] = [await gone(await media.started()), await gone(await media.started())];
      const { store } = first;
      const remove = store.delete.bind(store);
      store.delete = async (key) => {
        if (key.id === first.key.id) throw new Error('the store refuses');
        return remove(key);
      };
      try {
        await expect(media.running.app.get(ForgetMediaHandler).execute()).rejects.toThrow('the store refuses');
      } finally {
        store.delete = remove;
      }
      expect((await store.get(second.key))?.body.destroy()).toBeUndefined();
      expect(await media.infra.rows('select id from conversation.media where id = any($1)', [[first.key.id, second.key.id]])).toEqual([
        { id: first.key.id },
      ]);
      await media.running.app.get(ForgetMediaHandler).execute();
      expect(await store.get(first.key)).toBeUndefined();
    });
  });

  describe('an upload', () => {
    it('is kept under what its bytes are, and read under a link, which is the only way to it', async () => {
      const { as, world } = await media.started();
      const { status, body } = await as('POST', '/media', form(PNG, 'text/html', '../../año.png'));
      expect([status, body]).toEqual([
        201,
        expect.objectContaining({
          status: 'stored',
          contentType: 'image/png',
          filename: 'año.png',
          size: PNG.length,
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        }),
      ]);
      expect((await as('GET', `/media/${body.id}`)).body).toMatchObject({ id: body.id, contentType: 'image/png' });
      const { url } = (await as('POST', `/media/${body.id}/link`)).body;
      const response = await fetch(media.running.url + url);
      expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
      const etag = response.headers.get('etag')!;
      expect((await fetch(media.running.url + url, { headers: { 'if-none-match': etag } })).status).toBe(304);
      expect((await fetch(media.running.url + url, { headers: { range: `bytes=${PNG.length}-` } })).status).toBe(416);
      expect((await fetch(media.running.url + url, { headers: { range: 'bytes=0-0', 'if-range': '"other"' } })).status).toBe(200);
      const head = await fetch(media.running.url + url, { method: 'HEAD' });
      expect([head.status, head.headers.get('content-length')]).toEqual([200, String(PNG.length)]);
      expect((await fetch(`${media.running.url}/media/${body.id}`)).status).toBe(403);

      const stranger = asMember(media.infra, v7(), 'owner');
      for (const [method, path] of [
        ['GET', ''],
        ['POST', '/link'],
        ['POST', '/retry'],
      ] as const) {
        expect(await media.call(stranger, method, `/media/${body.id}${path}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
      }
      expect(await media.call(asMember(media.infra, world.tenantId, 'viewer'), 'POST', '/media', form(PNG))).toMatchObject({ status: 403 });
    });

    it('that is given up half-way leaves no file, no row and no error in the log', async () => {
      const { world } = await media.started();
      const logger = media.running.app.get(Logger);
      const { error, debug } = logger;
      const lines: unknown[][] = [];
      logger.error = (...line: unknown[]) => void lines.push(['error', ...line]);
      logger.debug = (...line: unknown[]) => void lines.push(['debug', ...line]);
      try {
        const part = 'Content-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png';
        const headers = {
          ...asMember(media.infra, world.tenantId, 'agent'),
          'content-type': 'multipart/form-data; boundary=b',
          'content-length': '2000000',
        };
        const upload = request(`${media.running.url}/api/v1/media`, { method: 'POST', headers });
        upload.on('error', () => undefined);
        upload.write(Buffer.concat([Buffer.from(`--b\r\n${part}\r\n\r\n`), PNG, Buffer.alloc(1_000_000)]));
        const incoming = () => readdirSync(join(media.infra.dir, 'data', 'objects', '.incoming'));
        await eventually(() => expect(incoming()).not.toEqual([]));
        upload.destroy();
        await eventually(() => expect(incoming()).toEqual([]));
        await eventually(() => expect(lines.map((line) => [line[0], line.at(-1)])).toEqual([['debug', { code: 'client_closed' }]]));
      } finally {
        Object.assign(logger, { error, debug });
      }
      expect(await media.infra.rows('select 1 from conversation.media where tenant_id = $1', [world.tenantId])).toEqual([]);
    });

    it.each<[string, () => unknown, number, string]>([
      ['a page', () => form('<html></html>', 'image/png'), 415, 'unsupported_media_type'],
      ['a program', () => form(Buffer.from('MZ\x90\x00'), 'application/pdf'), 415, 'unsupported_media_type'],
      ['a picture above 5 MB', () => form(Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)])), 413, 'media_too_large'],
      ['nothing in it', () => form(''), 400, 'validation_failed'],
      ['another part', () => form(PNG, 'image/png', 'a.png', 'picture'), 400, 'validation_failed'],
      ['no form', () => ({ file: 'x' }), 415, 'unsupported_media_type'],
    ])('with %s is refused and leaves nothing', async (_name, body, status, code) => {
      const { as, world } = await media.started();
      expect(await as('POST', '/media', body())).toMatchObject({ status, body: { code } });
      expect(await media.infra.rows('select 1 from conversation.media where tenant_id = $1', [world.tenantId])).toEqual([]);
    });
  });

  it('a customer’s reaction shows on our message until it is taken back, told live; one that failed does not show', async () => {
    const start = await media.started();
    const { body: answer } = await start.write({ type: 'text', text: 'Hi' });
    const wamid = `wamid.${answer.id}`;
    await media.infra.publish(statusChanged, start.world.tenantId, {
      messageId: answer.id,
      outletId: start.world.outletId,
      status: 'sent',
      wamid,
      at: new Date().toISOString(),
    });
    await eventually(async () => expect((await start.messages())[1].wamid).toBe(wamid));
    const react = async (reaction: object) => {
      const handled = await start.world.handled();
      await start.world.write(FROM, undefined, {
        type: 'reaction',
        raw: { type: 'reaction', reaction: { message_id: wamid, ...reaction } },
      });
      await start.world.untilHandled(handled + 1);
      expect((await start.log()).at(-1)).toEqual({ kind: 'status', ref_id: answer.id });
      return (await start.messages())[1].reactions;
    };
    expect(await react({ emoji: '😮' })).toMatchObject([{ emoji: '😮', author: 'customer' }]);
    expect(await react({})).toBeUndefined();
    expect(await react({ emoji: '🙏' })).toMatchObject([{ emoji: '🙏' }]);
    await media.infra.rows(
      `update conversation.messages set failed = true where tenant_id = $1 and text is null and content #>> '{reaction,emoji}' = '🙏'`,
      [start.world.tenantId],
    );
    expect((await start.messages())[1].reactions).toBeUndefined();
  });

  it('what a program sends through POST /messages shows its file and what it answers', async () => {
    const start = await media.started();
    const { body: file } = await start.as('POST', '/media', form(PNG));
    const [question] = await start.messages();
    const messageId = v7();
    const content = { type: 'image', image: { mediaId: file.id, caption: 'See' } };
    await media.infra.publish(messageSubmitted, start.world.tenantId, {
      messageId,
      outletId: start.world.outletId,
      to: { phone: FROM.phone },
      type: 'image',
      text: 'See',
      content,
      contextWamid: question.wamid,
      at: new Date().toISOString(),
    });
    await eventually(async () =>
      expect((await start.messages()).at(-1)).toMatchObject({
        id: messageId,
        media: { id: file.id, caption: 'See' },
        replyTo: { messageId: question.id },
      }),
    );
  });

  it('a quote of a message that is not here keeps WhatsApp’s id of it', async () => {
    const start = await media.started();
    await start.world.write(FROM, 'Yes', { raw: { type: 'text', text: { body: 'Yes' }, context: { id: 'wamid.elsewhere' } } });
    await start.world.untilHandled(2);
    expect((await start.messages()).at(-1).replyTo).toEqual({ wamid: 'wamid.elsewhere' });
  });
});
