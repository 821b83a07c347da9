import { CUSTOMER, DAY_MS, until, useSimulator } from './simulator-world.js';

describe('sending through the simulator', () => {
  const { receiver, call, asCustomer, graph, send, sendText, thread } = useSimulator();

  it('accepts a reply and reports sent, delivered and read with the callback data on each', async () => {
    const { body: asked } = await asCustomer('hi');
    const { status, body } = await sendText('hello', { biz_opaque_callback_data: 'our-id-1', context: { message_id: asked.wamid } });
    expect(status).toBe(200);
    expect(body).toEqual({
      messaging_product: 'whatsapp',
      contacts: [{ input: `+${CUSTOMER}`, wa_id: CUSTOMER }],
      messages: [{ id: expect.stringMatching(/^wamid\.HBg/) }],
    });
    await until('delivered', () => receiver.statuses().length === 2);
    expect((await call('POST', '/simulator/read', { phoneNumberId: '100', contact: CUSTOMER })).body).toEqual({ read: 1 });
    await until('read', () => receiver.statuses().length === 3);
    const statuses = receiver.statuses();
    expect(statuses.map((status) => status.status).sort()).toEqual(['delivered', 'read', 'sent']);
    for (const status of statuses) {
      expect(status).toMatchObject({ id: body.messages[0].id, recipient_id: CUSTOMER, biz_opaque_callback_data: 'our-id-1' });
      expect('conversation' in status).toBe(false);
      expect('pricing' in status).toBe(status.status !== 'read');
    }
    expect(receiver.values().find((value) => value.statuses).contacts[0].wa_id).toBe(CUSTOMER);
    const items = await thread();
    expect(items.map((item: any) => [item.direction, item.text, item.status])).toEqual([
      ['inbound', 'hi', 'delivered'],
      ['outbound', 'hello', 'read'],
    ]);
    expect(items[1]).toMatchObject({ callbackData: 'our-id-1', contextWamid: asked.wamid, content: { body: 'hello' } });
  });

  it('names the account of a customer who is sent to by another spelling of their number, in the answer and in the statuses', async () => {
    await asCustomer('oi', { from: '551181234567' });
    receiver.clear();
    const { body } = await send({ to: '+55 11 98123-4567', type: 'text', text: { body: 'olá' } });
    expect(body.contacts).toEqual([{ input: '+55 11 98123-4567', wa_id: '551181234567' }]);
    const status = await until('its delivery', () => receiver.statuses().find((each) => each.status === 'delivered'));
    expect(status.recipient_id).toBe('551181234567');
  });

  it('accepts outside the 24 hours and fails later, but lets templates through', async () => {
    await asCustomer('hi');
    await call('POST', '/simulator/clock', { advanceMs: DAY_MS });
    receiver.clear();
    expect((await sendText('too late')).status).toBe(200);
    const failed = await until('the failure', () => receiver.statuses()[0]);
    expect(failed).toMatchObject({
      status: 'failed',
      errors: [{ code: 131047, title: 'Re-engagement message', error_data: { details: expect.stringContaining('24 hours') } }],
    });
    expect('pricing' in failed).toBe(false);
    const template = {
      name: 'order_update',
      language: { code: 'en_US' },
      components: [{ type: 'body', parameters: ['Ana', 'A-17', 'packed'].map((text) => ({ type: 'text', text })) }],
    };
    expect((await send({ type: 'template', template })).body.messages[0].message_status).toBe('accepted');
    await until('its delivery', () => receiver.statuses().some((status) => status.status === 'delivered'));
    expect((await thread()).at(-1).text).toBe('Hi Ana, your order A-17 is now packed.');
  });

  it('refuses as Meta does, with its codes and its body', async () => {
    const code = async (answer: Promise<{ status: number; body: any }>) => {
      const { status, body } = await answer;
      return [status, body.error.code, body.error.error_subcode];
    };
    expect(await code(graph('POST', '100/messages', {}, 'nobody'))).toEqual([401, 190, undefined]);
    expect(await code(graph('POST', '999/messages', {}))).toEqual([400, 100, 33]);
    expect(await code(graph('POST', '200/messages', {}))).toEqual([400, 100, 33]);
    expect(await code(send({ type: 'text' }))).toEqual([400, 131008, undefined]);
    expect(await code(sendText('x'.repeat(4097)))).toEqual([400, 100, undefined]);
    expect(await code(sendText('x', { to: 'nobody' }))).toEqual([400, 131009, undefined]);
    expect(await code(send({ type: 'image', image: { id: '1' } }))).toEqual([400, 100, undefined]);
    expect(await code(send({ type: 'template', template: { name: 'nope', language: { code: 'en_US' } } }))).toEqual([
      404,
      132001,
      undefined,
    ]);
    expect(await code(send({ type: 'template', template: { name: 'order_update', language: { code: 'en_US' } } }))).toEqual([
      400,
      132000,
      undefined,
    ]);
    const { body } = await send({ type: 'text' });
    expect(body.error).toEqual({
      message: '(#131008) Required parameter is missing',
      type: 'OAuthException',
      code: 131008,
      error_data: { messaging_product: 'whatsapp', details: "Parameter 'text' is mandatory for type 'text'" },
      fbtrace_id: expect.any(String),
    });
    expect(await thread()).toEqual([]);
  });

  it('takes the message and its statuses but never answers when the response is dropped', async () => {
    await asCustomer('hi');
    await call('POST', '/simulator/faults', { dropResponse: { next: 1 } });
    await expect(sendText('did it arrive?', { biz_opaque_callback_data: 'unknown-1' })).rejects.toThrow('fetch failed');
    await until('its statuses', () => receiver.statuses().length === 2);
    expect(receiver.statuses()[0].biz_opaque_callback_data).toBe('unknown-1');
    expect((await sendText('and now?')).status).toBe(200);
  });

  it('answers late when told to hang', async () => {
    await asCustomer('hi');
    await call('POST', '/simulator/faults', { hang: { next: 1, ms: 300 } });
    const startedAt = Date.now();
    expect((await sendText('slow')).status).toBe(200);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(290);
  });

  it('gives the errors it was told to give, as often as told, at once or later', async () => {
    await asCustomer('hi');
    const faults = {
      errors: [
        { code: 130429, next: 2, phoneNumberId: '100' },
        { code: 131026, next: 1, async: true },
      ],
    };
    await call('POST', '/simulator/faults', faults);
    expect([
      (await sendText('1')).status,
      (await sendText('2')).status,
      (await sendText('3')).status,
      (await sendText('4')).status,
    ]).toEqual([429, 429, 200, 200]);
    await until('the late failure', () => receiver.statuses().some((status) => status.errors?.[0].code === 131026));
  });

  it('holds the pair limit only when asked: 45 at once, then one in six seconds', async () => {
    await asCustomer('hi');
    await call('POST', '/simulator/faults', { limits: { pair: true } });
    const codes: number[] = [];
    for (let index = 0; index < 46; index += 1) codes.push((await sendText(String(index))).status);
    expect(codes.filter((status) => status === 200)).toHaveLength(45);
    expect((await sendText('more')).body.error.code).toBe(131056);
    await call('POST', '/simulator/clock', { advanceMs: 6_000 });
    expect((await sendText('later')).status).toBe(200);
  });

  it('expires tokens on request', async () => {
    await call('POST', '/simulator/faults', { tokenExpired: true });
    const { status, body } = await sendText('hi');
    expect([status, body.error.code, body.error.error_subcode]).toEqual([401, 190, 463]);
  });

  it('marks the customer’s messages read and shows typing until the reply', async () => {
    const { body: first } = await asCustomer('one');
    const { body: second } = await asCustomer('two');
    const read = await graph('POST', '100/messages', {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: second.wamid,
      typing_indicator: { type: 'text' },
    });
    expect(read.body).toEqual({ success: true });
    expect((await thread()).map((item: any) => [item.wamid, item.status])).toEqual([
      [first.wamid, 'read'],
      [second.wamid, 'read'],
    ]);
    const typing = async () => (await call('GET', '/simulator/contacts?phoneNumberId=100')).body.items[0].typing;
    expect(await typing()).toBe(true);
    await sendText('reply');
    expect(await typing()).toBe(false);
  });

  it('reaches customers without a phone by their user id', async () => {
    const userId = 'US.13491208655302741918';
    await call('POST', '/simulator/messages', { phoneNumberId: '100', userId, username: 'ana', type: 'text', text: { body: 'hi' } });
    const message = await until('the webhook', () => receiver.messages()[0]);
    expect(message.from_user_id).toBe(userId);
    expect('from' in message).toBe(false);
    expect('wa_id' in receiver.values().find((value) => value.messages).contacts[0]).toBe(false);
    const { body } = await graph('POST', '100/messages', {
      messaging_product: 'whatsapp',
      recipient: userId,
      type: 'text',
      text: { body: 'hello' },
    });
    expect(body.contacts).toEqual([{ input: userId, user_id: userId }]);
    const status = await until('a status', () => receiver.statuses()[0]);
    expect(status.recipient_user_id).toBe(userId);
    expect('recipient_id' in status).toBe(false);
  });
});
