import { signBody, verifySignature } from '#whatsapp';
import { CUSTOMER, DAY_MS, SECRET, until, useSimulator } from './simulator-world.js';

describe('webhooks of the simulator', () => {
  const { receiver, call, asCustomer, graph, thread, webhookUrl } = useSimulator();

  it('signs exactly the escaped bytes that it sends', async () => {
    await asCustomer('Grüße 🍕 مرحبا', { name: 'Zoë' });
    const [request] = await until('the webhook', () => (receiver.received.length ? receiver.received : undefined));
    expect([...request!.raw].every((byte) => byte < 0x80)).toBe(true);
    expect(request!.raw.toString()).toContain('Gr\\u00fc\\u00dfe \\ud83c\\udf55');
    expect(request!.headers['x-hub-signature-256']).toBe(signBody(request!.raw, SECRET));
    expect(verifySignature(request!.raw, request!.headers['x-hub-signature-256'] as string, SECRET)).toBe(true);
    expect(request!.headers['content-type']).toBe('application/json');
    expect(request!.headers['user-agent']).toBe('facebookexternalua');
    const value = request!.json.entry[0].changes[0].value;
    expect(request!.json.entry[0].id).toBe('900');
    expect(value.metadata).toEqual({ display_phone_number: '15550100100', phone_number_id: '100' });
    expect(value.messages[0]).toMatchObject({ from: CUSTOMER, type: 'text', text: { body: 'Grüße 🍕 مرحبا' } });
    expect(value.messages[0].timestamp).toMatch(/^\d{10}$/);
    expect(value.contacts[0]).toMatchObject({ wa_id: CUSTOMER, profile: { name: 'Zoë' }, user_id: expect.stringMatching(/^DE\.\d+$/) });
  });

  it('tells of an edit and of a deletion as Meta does', async () => {
    const { wamid } = (await asCustomer('Table for two')).body;
    const photo = (
      await call('POST', '/simulator/messages', { phoneNumberId: '100', from: CUSTOMER, type: 'image', image: { caption: 'Me' } })
    ).body;
    const change = (type: string, body: object) =>
      call('POST', '/simulator/messages', { phoneNumberId: '100', from: CUSTOMER, type, [type]: body });
    await change('edit', { wamid, text: 'Table for three' });
    await change('edit', { wamid: photo.wamid, text: 'Us' });
    await change('revoke', { wamid });
    await until('all five', () => receiver.messages().length === 5);
    const told = receiver.messages().filter(({ type }) => type === 'edit' || type === 'revoke');
    expect(told).toMatchObject([
      { edit: { original_message_id: wamid, message: { type: 'text', text: { body: 'Table for three' } } } },
      { edit: { original_message_id: photo.wamid, message: { type: 'image', image: { caption: 'Us' } } } },
      { revoke: { original_message_id: wamid } },
    ]);
    expect((await change('edit', { wamid })).status).toBe(400);
  });

  it('tries again until the answer is 200, and shows the customer why it waits', async () => {
    receiver.answer = (count) => (count < 3 ? 503 : 200);
    const { body } = await asCustomer('hello?');
    await until('two refusals', () => receiver.received.length === 2);
    const waiting = await until('the trouble', async () => (await thread()).find((item: any) => item.trouble?.attempts === 2));
    expect(waiting).toMatchObject({ wamid: body.wamid, status: 'retrying', trouble: { reason: 'the webhook answered 503' } });
    await call('POST', '/simulator/clock', { advanceMs: 1_000 });
    await until('the third attempt', async () => (await thread())[0].status === 'delivered');
    expect(new Set(receiver.received.map(({ raw }) => raw.toString())).size).toBe(1);
    const { items, summary } = (await call('GET', '/simulator/deliveries?limit=10')).body;
    expect(items.map((item: any) => item.state)).toEqual(['delivered', 'retrying', 'retrying']);
    expect(summary).toMatchObject({ delivered: 1, failedAttempts: 2, givenUp: 0, queued: 0, inFlight: 0 });
  });

  it('gives up after seven days of simulated time', async () => {
    receiver.answer = () => 500;
    await asCustomer('into the void');
    await until('the first refusals', () => receiver.received.length === 2);
    await call('POST', '/simulator/clock', { advanceMs: 7 * DAY_MS });
    await until('the end', async () => (await thread())[0].status === 'lost');
    const sent = receiver.received.length;
    await call('POST', '/simulator/clock', { advanceMs: DAY_MS });
    expect(receiver.received).toHaveLength(sent);
  });

  it('sends as many further copies as asked', async () => {
    await call('POST', '/simulator/faults', { duplicates: 2 });
    await asCustomer('once');
    await until('three copies', () => receiver.received.length === 3);
    expect(new Set(receiver.messages().map((message) => message.id)).size).toBe(1);
  });

  it('packs several accounts and messages into one request', async () => {
    await call('POST', '/simulator/faults', { batch: { maxUpdates: 3, windowMs: 60_000 } });
    await asCustomer('one');
    await asCustomer('two');
    await asCustomer('three', { phoneNumberId: '200' });
    await until('the batch', () => receiver.received.length === 1);
    const { entry } = receiver.received[0]!.json;
    expect(entry.map((one: any) => one.id)).toEqual(['900', '901']);
    expect(entry[0].changes[0].value.messages.map((message: any) => message.text.body)).toEqual(['one', 'two']);
    expect(entry[0].changes[0].value.contacts).toHaveLength(1);
  });

  it('holds everything back while paused and loses nothing', async () => {
    await call('POST', '/simulator/faults', { webhooksPaused: true });
    await asCustomer('one');
    await asCustomer('two');
    expect((await call('GET', '/simulator/deliveries')).body.summary).toMatchObject({ queued: 2, delivered: 0 });
    await call('POST', '/simulator/faults', { webhooksPaused: false });
    await until('both', () => receiver.messages().length === 2);
  });

  it('does not send for an account that removed its subscription', async () => {
    await graph('DELETE', '900/subscribed_apps');
    await asCustomer('unheard');
    await asCustomer('heard', { phoneNumberId: '200' });
    await until('the other account', () => receiver.messages().length === 1);
    expect(receiver.messages()[0].text.body).toBe('heard');
    expect((await graph('GET', '900/subscribed_apps')).body).toEqual({ data: [] });
  });

  it('does the handshake of Meta', async () => {
    expect((await call('POST', '/simulator/verify')).body).toMatchObject({ verified: true, url: webhookUrl() });
    await call('PUT', '/simulator/webhook', { verifyToken: 'wrong' });
    expect((await call('POST', '/simulator/verify')).body).toMatchObject({ verified: false, status: 403 });
    await call('PUT', '/simulator/webhook', { verifyToken: 'verify-me' });
  });
});
