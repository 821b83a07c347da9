import { eventually, System, type DemoTenant } from './system.js';

/** Through the simulator, whose Graph API names the account of a number as WhatsApp's does. */
describe('one WhatsApp account, several spellings of its number', () => {
  let system: System;
  let acme: DemoTenant;

  beforeAll(async () => {
    system = await System.start();
    acme = system.tenant('acme-corp');
  }, 120_000);
  afterAll(async () => system?.destroy(), 60_000);

  const found = async (path: 'contacts' | 'conversations', phone: string): Promise<{ id: string }[]> =>
    (await system.api<{ items: { id: string }[] }>(`/${path}?phone=${encodeURIComponent(phone)}`, { as: acme })).body.items;
  const texts = async (conversationId: string): Promise<[author: string, status: string][]> =>
    (
      await system.api<{ items: { author: string; status: string }[] }>(`/conversations/${conversationId}/messages`, { as: acme })
    ).body.items.map(({ author, status }) => [author, status]);
  const WORDS = { type: 'text', text: { body: 'Your parcel has left.' } };
  /** Who has not written yet may be sent a template only. */
  const TEMPLATE = { type: 'template', template: { name: 'hello_world', language: 'en_US' } };
  const send = async (to: string, content: object): Promise<void> => {
    const body = { outletId: acme.outlets[0]!.id, to, ...content };
    expect((await system.api('/messages', { as: acme, method: 'POST', body })).status).toBe(202);
  };

  it.each([
    ['Brazil', '551181230001', '+55 11 9 8123-0001'],
    ['Mexico', '5215512340002', '0052 55 1234 0002'],
    ['Argentina', '5491123450003', '+54 11 2345-0003'],
  ])(
    '%s: a customer writes, a program sends to the other spelling: one contact, one conversation',
    async (_, account, typed) => {
      await system.customerWrites(acme, account, 'What are your opening hours?');
      await eventually(async () => expect(await system.answers(acme, account)).toHaveLength(1), { timeoutMs: 20_000 });
      await send(typed, WORDS);
      const [conversation] = await found('conversations', account);
      await eventually(
        async () =>
          expect(await texts(conversation!.id)).toEqual([
            ['customer', 'received'],
            ['bot', 'delivered'],
            ['api', 'delivered'],
          ]),
        { timeoutMs: 20_000 },
      );
      for (const spelling of [account, typed]) {
        expect(await found('contacts', spelling)).toHaveLength(1);
        expect(await found('conversations', spelling)).toMatchObject([{ id: conversation!.id }]);
      }
    },
    60_000,
  );

  it('the program is first: what it sent stands in the conversation of the customer who answers', async () => {
    // Somebody has that account, and has not written yet.
    const put = await fetch(`${system.simulatorUrl}/simulator/contacts`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ phoneNumberId: acme.outlets[0]!.phoneNumberId, contact: '552181230004' }),
    });
    expect(put.ok).toBe(true);
    await send('+55 21 9 8123-0004', TEMPLATE);
    await eventually(async () => expect(await found('conversations', '5521981230004')).toHaveLength(1), { timeoutMs: 20_000 });
    await system.customerWrites(acme, '552181230004', 'What are your opening hours?');
    const [conversation] = await found('conversations', '5521981230004');
    await eventually(async () => expect((await texts(conversation!.id)).map(([author]) => author)).toEqual(['api', 'customer', 'bot']), {
      timeoutMs: 20_000,
    });
    for (const spelling of ['552181230004', '5521981230004']) expect(await found('contacts', spelling)).toHaveLength(1);
  }, 60_000);
});
