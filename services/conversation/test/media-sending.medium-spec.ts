import { messageRecorded, sendRequested, templateCompose } from '#contracts';
import { NatsLink } from '#messaging';
import { asApiKey, eventually } from '#testing';
import { v7 } from 'uuid';
import { form, MediaWorld, PNG, type Started } from './media-world.js';

describe('files that an agent sends', () => {
  const media = new MediaWorld();

  beforeAll(() => media.begin(), 60_000);
  afterAll(() => media.end(), 30_000);

  describe('an agent sends', () => {
    const upload = async (start: Started, bytes = PNG, type = 'image/png', name = 'a.png') =>
      (await start.as('POST', '/media', form(bytes, type, name))).body.id as string;

    it('a file of ours, in answer to a message', async () => {
      const start = await media.started();
      const mediaId = await upload(start, Buffer.from('%PDF-1.7\n'), 'application/pdf', 'bill.pdf');
      const [question] = await start.messages();
      const { status, body } = await start.write({
        type: 'document',
        mediaId: mediaId.toUpperCase(),
        caption: 'The bill',
        replyToMessageId: question.id,
      });
      expect([status, body]).toEqual([
        201,
        expect.objectContaining({
          type: 'document',
          text: 'The bill',
          status: 'queued',
          media: expect.objectContaining({
            id: mediaId,
            status: 'stored',
            contentType: 'application/pdf',
            filename: 'bill.pdf',
            caption: 'The bill',
          }),
          replyTo: { messageId: question.id, wamid: question.wamid, text: 'Hello' },
        }),
      ]);
      const [send] = await start.world.untilSent(sendRequested);
      expect(send).toMatchObject({
        content: { type: 'document', document: { mediaId, caption: 'The bill', filename: 'bill.pdf' } },
        contextWamid: question.wamid,
      });
      expect(send!.content).not.toHaveProperty('context');
      expect((await start.world.sent(messageRecorded)).at(-1)!.message).toMatchObject({ type: 'document', text: 'The bill' });
    });

    it('a template when the window is over, and nothing else', async () => {
      const start = await media.started();
      await media.infra.rows(`update conversation.conversations set window_expires_at = now() - interval '1 minute' where id = $1`, [
        start.id,
      ]);
      const location = { latitude: 1, longitude: 2 };
      expect(await start.write({ type: 'location', location })).toMatchObject({ status: 422, body: { code: 'window_closed' } });
      const template = { name: 'order_update', language: { code: 'en_US' } };
      expect((await start.write({ type: 'template', template })).status).toBe(201);
      expect(await start.world.untilSent(sendRequested)).toMatchObject([
        { content: { type: 'template', template: { name: 'order_update', language: 'en_US' } } },
      ]);
    });

    it('a template by its text: in the thread, in the list and to the search', async () => {
      const start = await media.started();
      const asked: unknown[] = [];
      const rendered = {
        header: { type: 'text', text: 'Pickup' },
        body: 'Ana, parcel Zirkonia is here.',
        buttons: [{ type: 'URL', text: 'Map' }],
      };
      const subscription = media.running.app.get(NatsLink).connection.subscribe(templateCompose.subject, {
        callback: (_error, message) => {
          const question = message.json<{ tenantId: string; request: object }>();
          if (question.tenantId !== start.world.tenantId) return;
          asked.push(question.request);
          const { name } = (question.request as { template: { name?: string } }).template;
          const problem = { status: 422, code: 'template_not_approved', detail: 'It is paused.' };
          const reply = name === 'paused' ? { problem } : { template: { name: 'pickup', language: 'en', rendered } };
          message.respond(JSON.stringify({ ok: true, reply }));
        },
      });
      try {
        const templateId = v7();
        const sent = await start.write({ type: 'template', template: { templateId, parameters: { 1: 'Ana' } } });
        expect(sent).toMatchObject({
          status: 201,
          body: { type: 'template', text: 'Pickup\nAna, parcel Zirkonia is here.', template: { name: 'pickup', ...rendered } },
        });
        expect(asked).toMatchObject([{ contactId: expect.any(String), template: { templateId, parameters: { 1: 'Ana' } } }]);
        expect((await start.world.untilSent(sendRequested)).at(-1)).toMatchObject({ content: { template: { name: 'pickup' } } });
        expect((await start.world.sent(messageRecorded)).at(-1)!.message).toMatchObject({ text: 'Pickup\nAna, parcel Zirkonia is here.' });
        const refused = await start.write({ type: 'template', template: { name: 'paused', language: 'en' } });
        expect(refused).toMatchObject({ status: 422, body: { code: 'template_not_approved', detail: 'It is paused.' } });
        await eventually(async () => {
          const found = await start.as('GET', '/conversations/search?q=zirkonia');
          expect(found.body.items).toHaveLength(1);
        });
      } finally {
        subscription.unsubscribe();
      }
      const away = await start.write({ type: 'template', template: { templateId: v7() } });
      expect(away).toMatchObject({ status: 503, body: { code: 'service_unavailable' } });
    });

    it('places and buttons', async () => {
      const start = await media.started();
      const location = { latitude: -12, longitude: -77, name: 'Plaza' };
      expect((await start.write({ type: 'location', location })).body).toMatchObject({ type: 'location', text: 'Plaza', location });
      const interactive = { kind: 'button', body: 'Well?', buttons: [{ id: 'y', title: 'Yes' }] };
      expect((await start.write({ type: 'interactive', interactive })).body).toMatchObject({ text: 'Well?', interactive });
    });

    it('a reaction, which takes nothing over, answers nothing, and shows on its message; the last one counts, an empty one none', async () => {
      const start = await media.started();
      const [question] = await start.messages();
      const before = (await start.world.conversations())[0]!;
      const { status, body } = await start.write({ type: 'reaction', messageId: question.id, emoji: '👍' });
      expect([status, body.type, body.text]).toEqual([201, 'reaction', '👍']);
      const after = (await start.world.conversations())[0]!;
      expect([after.owner, after.epoch]).toEqual([before.owner, before.epoch]);
      expect(await start.world.untilSent(sendRequested)).toMatchObject([
        { content: { type: 'reaction', reaction: { wamid: question.wamid, emoji: '👍' } } },
      ]);
      expect((await start.log()).at(-1)).toEqual({ kind: 'status', ref_id: question.id });
      const reactions = async () => (await start.messages())[0].reactions;
      expect(await reactions()).toEqual([{ emoji: '👍', author: 'agent', at: expect.stringMatching(/Z$/) }]);
      await start.write({ type: 'reaction', messageId: question.id, emoji: '❤️' });
      expect(await reactions()).toMatchObject([{ emoji: '❤️' }]);
      await start.write({ type: 'reaction', messageId: question.id, emoji: '' });
      expect(await reactions()).toBeUndefined();
    });

    it.each<[string, (known: { mediaId: string; otherTenants: string; foreign: string }) => object, number, string]>([
      ['no file', () => ({ type: 'image' }), 400, 'validation_failed'],
      ['a file that is not there', () => ({ type: 'image', mediaId: v7() }), 409, 'media_not_stored'],
      ['a file of another tenant', ({ otherTenants }) => ({ type: 'image', mediaId: otherTenants }), 409, 'media_not_stored'],
      ['a file of another kind', ({ mediaId }) => ({ type: 'video', mediaId }), 422, 'media_type_mismatch'],
      ['a caption where none can be', ({ mediaId }) => ({ type: 'sticker', mediaId, caption: 'x' }), 400, 'validation_failed'],
      ['a caption that is too long', ({ mediaId }) => ({ type: 'image', mediaId, caption: 'x'.repeat(1025) }), 400, 'validation_failed'],
      ['a text beside a place', () => ({ type: 'location', location: { latitude: 1, longitude: 2 }, text: 'x' }), 400, 'validation_failed'],
      ['a place off the globe', () => ({ type: 'location', location: { latitude: 91, longitude: 2 } }), 400, 'validation_failed'],
      ['a reaction to nothing', () => ({ type: 'reaction', messageId: v7(), emoji: '👍' }), 400, 'validation_failed'],
      ['a reaction of words', () => ({ type: 'reaction', messageId: v7(), emoji: 'very good' }), 400, 'validation_failed'],
      [
        'an answer to another conversation’s message',
        ({ foreign }) => ({ type: 'text', text: 'x', replyToMessageId: foreign }),
        400,
        'validation_failed',
      ],
      [
        'a header with a file that is not there',
        () => ({
          type: 'template',
          template: {
            name: 'a',
            language: 'en',
            components: [{ type: 'header', parameters: [{ type: 'image', image: { mediaId: v7() } }] }],
          },
        }),
        409,
        'media_not_stored',
      ],
      ['a type that there is not', () => ({ type: 'poll' }), 400, 'validation_failed'],
    ])('nothing with %s', async (_name, body, status, code) => {
      const [start, other] = [await media.started(), await media.started()];
      const known = { mediaId: await upload(start), otherTenants: await upload(other), foreign: (await other.messages())[0].id as string };
      expect(await start.write(body(known))).toMatchObject({ status, body: { code } });
      expect(await start.world.sent(sendRequested)).toEqual([]);
      expect(await start.messages()).toHaveLength(1);
    });

    it('the same once for one key, and anything else under it not at all', async () => {
      const start = await media.started();
      const mediaId = await upload(start);
      const headers = { ...asApiKey(media.infra, start.world.tenantId, ['conversations:write']), 'idempotency-key': 'k' };
      const write = (body: object) => media.call(headers, 'POST', `/conversations/${start.id}/messages`, body);
      const first = await write({ type: 'image', mediaId, caption: 'x' });
      expect(await write({ caption: 'x', mediaId, type: 'image' })).toEqual(first);
      expect(await write({ type: 'image', mediaId, caption: 'y' })).toMatchObject({
        status: 422,
        body: { code: 'idempotency_key_reused' },
      });
      expect(await start.messages()).toHaveLength(2);
    });
  });
});
