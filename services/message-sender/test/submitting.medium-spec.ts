import { messageSubmitted } from '#contracts';
import { asApiKey, eventually } from '#testing';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { graph } = world;

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

const reaches = (id: string, state: string, timeoutMs = 10_000) =>
  eventually(async () => expect(await world.row(id)).toMatchObject({ state }), { timeoutMs });

describe('POST /messages', () => {
  const message = (outlet: Outlet, over: object = {}) => ({
    outletId: outlet.id,
    to: '+1 650 555-1234',
    type: 'text',
    text: 'from a program',
    ...over,
  });
  const template = (parameters: unknown) => ({
    type: 'template',
    text: undefined,
    template: { name: 'hello', language: 'en', components: [{ type: 'body', parameters }] },
  });

  it('sends, and tells the conversation', async () => {
    const outlet = await world.outlet();
    const { status, body } = await world.call('POST', '/messages', outlet.tenantId, message(outlet));
    expect({ status, body }).toEqual({ status: 202, body: { id: expect.any(String), status: 'queued' } });
    await reaches(body.id, 'accepted');
    await eventually(async () => {
      const events = (await world.infra.events(messageSubmitted)).filter((event) => event.data.messageId === body.id);
      expect(events).toMatchObject([{ data: { outletId: outlet.id, to: { phone: '16505551234' }, type: 'text', text: 'from a program' } }]);
    });
    const { wamid } = await world.row(body.id);
    await world.report(outlet, { wamid: wamid!, status: 'sent', callbackData: body.id, pricing: { type: 'regular', category: 'utility' } });
    await reaches(body.id, 'sent');
    expect((await world.call('GET', `/messages/${body.id}`, outlet.tenantId)).body).toMatchObject({
      id: body.id,
      to: { phone: '16505551234' },
      status: 'sent',
      wamid,
      pricing: { category: 'utility' },
      statuses: [{ status: 'sent', wamid, pricing: { category: 'utility' }, errors: [] }],
    });
  });

  it('sends a template and a user id', async () => {
    const outlet = await world.outlet();
    const body = message(outlet, {
      to: 'US.13491208655302741918',
      type: 'template',
      text: undefined,
      template: { name: 'hello', language: { code: 'en' } },
    });
    const { body: answer } = await world.call('POST', '/messages', outlet.tenantId, body);
    await reaches(answer.id, 'accepted');
    expect(graph.of(outlet.phoneNumberId)).toMatchObject([
      { body: { recipient: 'US.13491208655302741918', template: { name: 'hello', language: { code: 'en' } } } },
    ]);
  });

  it('gives the same answer to the same idempotency key and sends once, however many ask at once', async () => {
    const outlet = await world.outlet();
    const key = { 'idempotency-key': 'order-17' };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => world.call('POST', '/messages', outlet.tenantId, message(outlet), key)),
    );
    answers.push(
      await world.call('POST', '/messages', outlet.tenantId, Object.fromEntries(Object.entries(message(outlet)).reverse()), key),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id} ${body.status}`)).size).toBe(1);
    await reaches(answers[0]!.body.id, 'accepted');
    expect(graph.of(outlet.phoneNumberId)).toHaveLength(1);
    const other = await world.call('POST', '/messages', outlet.tenantId, message(outlet, { text: 'other' }), key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    const elsewhere = await world.outlet();
    expect((await world.call('POST', '/messages', elsewhere.tenantId, message(elsewhere), key)).status).toBe(202);
  });

  it('refuses what WhatsApp would refuse, field by field, and changes nothing', async () => {
    const outlet = await world.outlet();
    const key = { 'idempotency-key': 'bad-1' };
    const wrong = await world.call('POST', '/messages', outlet.tenantId, message(outlet, { to: 'nobody', text: 'x'.repeat(4097) }), key);
    expect(wrong).toMatchObject({ status: 400, body: { code: 'validation_failed', errors: [{ field: 'to' }, { field: 'text.body' }] } });
    const unknown = await world.call('POST', '/messages', outlet.tenantId, message(outlet, { color: 'red' }), key);
    expect(unknown).toMatchObject({ status: 400, body: { errors: [{ field: 'color' }] } });
    expect((await world.call('POST', '/messages', outlet.tenantId, message(outlet), key)).status).toBe(202);
  });

  it.each<[string, object, string, string]>([
    ['a NUL in the text', { text: 'a\0b' }, 'text', 'nul_character'],
    ['half a surrogate pair in the text', { text: 'a\ud83d' }, 'text', 'lone_surrogate'],
    ['a NUL in contextWamid', { contextWamid: 'wamid\0' }, 'contextWamid', 'nul_character'],
    [
      'a NUL in a template parameter',
      template([{ type: 'text', text: 'a\0' }]),
      'template.components[0].parameters[0].text',
      'nul_character',
    ],
    [
      'half a surrogate pair in a key',
      template([{ type: 'text', 'a\udc00': 1 }]),
      'template.components[0].parameters[0]',
      'lone_surrogate',
    ],
    ['JSON that is nested thousands of levels deep', template('deep'), `template.components[0].parameters${'[0]'.repeat(28)}`, 'too_deep'],
    ['a text that is none', { text: 5 }, 'text', 'not_valid'],
    ['a recipient that is none', { to: 'nobody' }, 'to', 'not_valid'],
    ['a number without its country', { to: '0987 111 000' }, 'to', 'not_valid'],
    ['a number that is too long', { to: '123456789012345678' }, 'to', 'not_valid'],
  ])('refuses %s with 400, the field and a stable code', async (_, over, field, code) => {
    const outlet = await world.outlet();
    const body = JSON.stringify(message(outlet, over)).replace('"deep"', `${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    const refused = await world.call('POST', '/messages', outlet.tenantId, body);
    expect(refused).toMatchObject({ status: 400, body: { code: 'validation_failed', errors: [{ field, code }] } });
    expect((await world.call('GET', '/messages', outlet.tenantId)).body.items).toEqual([]);
  });

  it('refuses content that no event could carry, and takes what is just below', async () => {
    const outlet = await world.outlet();
    const sized = (bytes: number) => message(outlet, template([{ type: 'text', text: 'é'.repeat(bytes / 2) }]));
    const far = await world.call('POST', '/messages', outlet.tenantId, sized(9_000_000));
    expect(far).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
    for (const bytes of [900_000, 256 * 1024]) {
      const refused = await world.call('POST', '/messages', outlet.tenantId, sized(bytes));
      expect(refused).toMatchObject({ status: 413, body: { code: 'content_too_large' } });
    }
    const { status, body } = await world.call('POST', '/messages', outlet.tenantId, sized(256 * 1024 - 200));
    expect(status).toBe(202);
    await eventually(async () => {
      expect((await world.infra.events(messageSubmitted)).map((event) => event.data.messageId)).toContain(body.id);
    });
  });

  it('knows no outlet, message or hold of another tenant', async () => {
    const [mine, theirs] = [await world.outlet(), await world.outlet()];
    const { body } = await world.call('POST', '/messages', theirs.tenantId, message(theirs));
    expect((await world.call('POST', '/messages', mine.tenantId, message(theirs))).status).toBe(404);
    expect((await world.call('GET', `/messages/${body.id}`, mine.tenantId)).status).toBe(404);
    expect((await world.call('GET', '/messages/nonsense', mine.tenantId)).status).toBe(404);
    expect((await world.call('GET', `/messages?outletId=${theirs.id}`, mine.tenantId)).body.items).toEqual([]);
  });

  it('lists newest first, by status and outlet, page by page', async () => {
    const outlet = await world.outlet();
    const ids: string[] = [];
    for (let n = 0; n < 3; n++)
      ids.unshift((await world.call('POST', '/messages', outlet.tenantId, message(outlet, { to: `+1650555000${n}` }))).body.id);
    for (const id of ids) await reaches(id, 'accepted');
    const first = (await world.call('GET', `/messages?limit=2&status=accepted&outletId=${outlet.id}`, outlet.tenantId)).body;
    expect(first.items.map((item: { id: string }) => item.id)).toEqual(ids.slice(0, 2));
    const second = (await world.call('GET', `/messages?limit=2&cursor=${first.nextCursor}`, outlet.tenantId)).body;
    expect(second).toMatchObject({ items: [{ id: ids[2] }], nextCursor: null });
    expect((await world.call('GET', '/messages?status=failed', outlet.tenantId)).body.items).toEqual([]);
    const dashes = Buffer.from(JSON.stringify(['-'.repeat(36)])).toString('base64url');
    expect(await world.call('GET', `/messages?cursor=${dashes}`, outlet.tenantId)).toMatchObject({
      status: 400,
      body: { code: 'invalid_cursor' },
    });
  });

  it('lets a key with the scope in, and none without', async () => {
    const outlet = await world.outlet();
    const send = (scopes: string[]) =>
      world.call('POST', '/messages', outlet.tenantId, message(outlet), asApiKey(world.infra, outlet.tenantId, scopes));
    expect((await send(['messages:write'])).status).toBe(202);
    expect((await send(['messages:read'])).status).toBe(403);
  });

  it('counts what it does', async () => {
    const text = await (await fetch(`${world.running.url}/metrics`)).text();
    expect(text).toMatch(/chasqui_send_attempts_total\{outcome="accepted",service="message-sender"\} [1-9]/);
    expect(text).toMatch(/chasqui_messages_unknown\{service="message-sender"\} \d/);
  });
});
