import { CUSTOMER, DAY_MS, until, useSimulator } from './simulator-world.js';

describe('how numbers and accounts stand with Meta', () => {
  const { receiver, call, asCustomer, graph, send, sendText, thread, url } = useSimulator();
  const patch = (body: object, id = '100') => call('PATCH', `/simulator/numbers/${id}`, body);
  const template = (name: string, to = `+${CUSTOMER}`, language = 'en_US') =>
    send({ to, type: 'template', template: { name, language: { code: language } } });
  const codeOf = ({ status, body }: { status: number; body: any }): number => (status === 200 ? 200 : body.error.code);
  const account = () => until('the report', () => receiver.values().find(({ event }) => event));

  it('restricts and locks an account, and gives it back', async () => {
    await asCustomer('hi');
    receiver.clear();
    await patch({ standing: 'restricted' });
    expect(await account()).toEqual({
      event: 'ACCOUNT_RESTRICTION',
      restriction_info: [
        { restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: expect.any(Number) },
        { restriction_type: 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING', expiration: expect.any(Number) },
      ],
    });
    const refused = await sendText('now?');
    expect([refused.status, refused.body.error.code]).toEqual([403, 368]);
    receiver.clear();
    await patch({ standing: 'locked' });
    expect(await account()).toMatchObject({ event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } });
    expect(codeOf(await sendText('now?'))).toBe(131031);
    expect((await graph('GET', '100?fields=health_status')).body.health_status).toMatchObject({ can_send_message: 'BLOCKED' });
    receiver.clear();
    await patch({ standing: 'active' });
    expect(await account()).toMatchObject({ event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } });
    expect(codeOf(await sendText('now!'))).toBe(200);
  });

  it('keeps a restricted number from beginning conversations, not from answering', async () => {
    await asCustomer('hi');
    await patch({ restricted: true });
    expect(codeOf(await template('hello_world', '+4915100000001'))).toBe(131048);
    expect(codeOf(await sendText('an answer'))).toBe(200);
    expect((await graph('GET', '100?fields=status')).body.status).toBe('RESTRICTED');
  });

  it('flags a number of low quality, and unflags it', async () => {
    await patch({ quality: 'RED' });
    expect(await account()).toMatchObject({ event: 'FLAGGED', display_phone_number: '15550100100' });
    expect((await graph('GET', '100?fields=quality_rating,status')).body).toMatchObject({ quality_rating: 'RED', status: 'FLAGGED' });
    receiver.clear();
    await patch({ quality: 'YELLOW' });
    expect(await account()).toMatchObject({ event: 'UNFLAGGED' });
  });

  it('unregisters a number', async () => {
    expect((await patch({ registered: false })).body).toMatchObject({ phoneNumberId: '100', registered: false });
    expect(codeOf(await sendText('hi'))).toBe(133010);
    expect((await graph('GET', '100?fields=status')).body.status).toBe('DISCONNECTED');
  });

  it('registers and unregisters a number ten times in 72 hours, each, when asked to count', async () => {
    await call('POST', '/simulator/faults', { limits: { registration: true } });
    const register = async () => codeOf(await graph('POST', '100/register', { messaging_product: 'whatsapp', pin: '123456' }));
    for (let time = 0; time < 10; time += 1) expect(await register()).toBe(200);
    expect(await register()).toBe(133016);
    expect((await graph('POST', '100/deregister')).status).toBe(200);
    await call('POST', '/simulator/clock', { advanceMs: 3 * DAY_MS });
    expect(await register()).toBe(200);
  });

  it('lets what costs money fail or vanish without a payment method', async () => {
    await asCustomer('hi');
    await patch({ paymentMethod: false });
    expect((await graph('GET', '100?fields=health_status')).body.health_status.entities[1].errors[0].error_code).toBe(141006);
    receiver.clear();
    expect(codeOf(await template('hello_world', '+4915100000001'))).toBe(200);
    const failed = await until('the failure', () => receiver.statuses()[0]);
    expect(failed).toMatchObject({ status: 'failed', errors: [{ code: 131042 }] });
    // The first thousand of the month are free.
    receiver.clear();
    for (let sent = 50; sent <= 1_000; sent += 50) {
      await Promise.all(Array.from({ length: 50 }, () => sendText('free')));
      await until('their deliveries', () => receiver.statuses().filter(({ status }) => status === 'delivered').length === sent);
    }
    receiver.clear();
    const lost = await sendText('and this one is lost', { biz_opaque_callback_data: 'lost' });
    expect(codeOf(lost)).toBe(200);
    await call('POST', '/simulator/clock', { advanceMs: 60_000 });
    await until('the others', async () => (await thread()).filter(({ status }: any) => status === 'accepted').length === 1);
    expect(receiver.statuses().filter(({ biz_opaque_callback_data: data }) => data === 'lost')).toEqual([]);
    await patch({ paymentMethod: true });
    await sendText('paid', { biz_opaque_callback_data: 'paid' });
    const paid = await until('its delivery', () =>
      receiver.statuses().find(({ biz_opaque_callback_data: data, status }) => data === 'paid' && status === 'delivered'),
    );
    expect(paid.pricing).toEqual({ billable: true, pricing_model: 'PMP', type: 'regular', category: 'service' });
  }, 60_000);

  it('allows 5,000 management calls an hour to an account, 200 without a registered number, and says how many are used', async () => {
    await call('POST', '/simulator/faults', { limits: { management: true } });
    await patch({ registered: false });
    const list = async () => {
      const response = await fetch(`${url()}/v26.0/900/message_templates?limit=1`, { headers: { authorization: 'Bearer acme-token' } });
      const usage = JSON.parse(response.headers.get('x-business-use-case-usage')!)['900'][0];
      return { status: response.status, body: (await response.json()) as any, usage };
    };
    expect((await list()).usage).toEqual({
      type: 'whatsapp',
      call_count: 1,
      total_cputime: 1,
      total_time: 1,
      estimated_time_to_regain_access: 0,
    });
    for (let index = 1; index < 200; index += 1) await graph('GET', '100?fields=status');
    const over = await list();
    expect([over.status, over.body.error.code, over.usage.call_count]).toEqual([429, 80007, 100]);
    expect(over.usage.estimated_time_to_regain_access).toBeGreaterThan(0);
    expect(over.usage.estimated_time_to_regain_access).toBeLessThanOrEqual(60);
    // Another account, and sending, go on.
    expect((await graph('GET', '901/message_templates', undefined, 'beta-token')).status).toBe(200);
    await patch({ registered: true });
    expect((await list()).status).toBe(200);
    await patch({ registered: false });
    await call('POST', '/simulator/clock', { advanceMs: DAY_MS / 24 });
    expect((await list()).status).toBe(200);
  });

  it('allows the app as many management calls an hour as asked', async () => {
    await call('POST', '/simulator/faults', { limits: { app: 2 } });
    const calls = [];
    for (const [id, token] of [
      ['900', 'acme-token'],
      ['901', 'beta-token'],
      ['900', 'acme-token'],
    ])
      calls.push(codeOf(await graph('GET', `${id}/message_templates`, undefined, token)));
    expect(calls).toEqual([200, 200, 4]);
    await asCustomer('hi');
    expect(codeOf(await sendText('a message is no management'))).toBe(200);
  });

  it('knows no number that is not there, and no setting that is not one', async () => {
    expect((await patch({ quality: 'RED' }, '999')).body.code).toBe('number_unknown');
    expect((await patch({ throughput: 'TURBO' })).body.code).toBe('validation_failed');
  });
});
