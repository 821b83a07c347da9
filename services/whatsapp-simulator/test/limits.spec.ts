import { CUSTOMER, DAY_MS, until, useSimulator } from './simulator-world.js';

const HOUR_MS = DAY_MS / 24;
/** People who never wrote, from 1 on. */
const stranger = (index: number): string => `+49151000${String(index).padStart(5, '0')}`;

describe('Meta’s limits on sending', () => {
  const { receiver, call, asCustomer, graph, send, sendText, start, stop } = useSimulator();
  const limits = (patch: object | string) => call('POST', '/simulator/faults', { limits: patch });
  const patch = (id: string, body: object) => call('PATCH', `/simulator/numbers/${id}`, body);
  const usage = async (id = '100') =>
    (await call('GET', '/simulator/usage')).body.items.find(({ phoneNumberId }: any) => phoneNumberId === id);
  const hello = (to: string, number = '100', token = 'acme-token') =>
    graph(
      'POST',
      `${number}/messages`,
      { messaging_product: 'whatsapp', to, type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } },
      token,
    );
  const codeOf = ({ status, body }: { status: number; body: any }): number => (status === 200 ? 200 : body.error.code);
  const failures = (): number[] => receiver.statuses().flatMap(({ errors }) => (errors ?? []).map(({ code }: any) => code));
  const marketing = async (name = 'sale') => {
    await graph('POST', '900/message_templates', {
      name,
      category: 'MARKETING',
      language: 'en',
      components: [{ type: 'BODY', text: 'Sale!' }],
    });
    await until('the review', () =>
      receiver.values().some(({ event, message_template_name: told }) => event === 'APPROVED' && told === name),
    );
    return (to: string) => send({ to, type: 'template', template: { name, language: { code: 'en' } } });
  };

  it('names all limits at once, and none again', async () => {
    expect((await limits('all')).body.limits).toMatchObject({ pair: true, portfolio: true, marketingPerUser: 2, pacing: { messages: 50 } });
    expect((await limits({ marketingPerUser: null })).body.limits).toMatchObject({ pair: true, marketingPerUser: null });
    expect((await limits('none')).body.limits).toMatchObject({ pair: false, throughput: false, usMarketing: false, pacing: null });
    expect((await limits({ pairs: true })).status).toBe(400);
  });

  it('lets a number send as fast as its throughput allows, with what customers write counted', async () => {
    await asCustomer('hi');
    await limits({ throughput: true });
    await patch('100', { throughput: 'COEXISTENCE' });
    const startedAt = performance.now();
    for (let index = 0; index < 5; index += 1) await asCustomer('more', { from: stranger(index) });
    const codes = (await Promise.all(Array.from({ length: 300 }, (_, index) => sendText(String(index))))).map(codeOf);
    const refilled = (performance.now() - startedAt) / 50;
    expect(new Set(codes)).toEqual(new Set([200, 130429]));
    const taken = codes.filter((code) => code === 200).length;
    expect(taken).toBeGreaterThanOrEqual(15);
    expect(taken).toBeLessThanOrEqual(15 + Math.ceil(refilled));
    expect((await usage()).refusals).toEqual({ 130429: 300 - taken });
    expect((await graph('GET', '100?fields=throughput,is_on_biz_app')).body).toMatchObject({ is_on_biz_app: true });
    // Another number has a throughput of its own.
    expect(codeOf(await hello(stranger(1), '200', 'beta-token'))).toBe(200);
  });

  it('raises a throughput after a minute of maintenance, and tells; lowers it at once', async () => {
    await asCustomer('hi');
    receiver.clear();
    await patch('100', { throughput: 'HIGH' });
    expect(codeOf(await sendText('now'))).toBe(131057);
    expect((await usage()).maintenanceUntil).toEqual(expect.any(String));
    expect((await graph('GET', '100?fields=throughput')).body.throughput).toEqual({ level: 'STANDARD' });
    await call('POST', '/simulator/clock', { advanceMs: 60_000 });
    const told = await until('the raise', () => receiver.values().find(({ event }) => event === 'THROUGHPUT_UPGRADE'));
    expect(told).toEqual({
      display_phone_number: '15550100100',
      event: 'THROUGHPUT_UPGRADE',
      current_limit: 'TIER_UNLIMITED',
      max_daily_conversations_per_business: 'TIER_2K',
    });
    expect(codeOf(await sendText('then'))).toBe(200);
    expect((await graph('GET', '100?fields=throughput')).body.throughput).toEqual({ level: 'HIGH' });
    await patch('100', { throughput: 'STANDARD' });
    expect((await usage()).rate.allowed).toBe(80);
    await until('the cut', () => receiver.values().some(({ event }) => event === 'THROUGHPUT_DOWNGRADE'));
  });

  it('lets all numbers of a portfolio reach so many people outside the window in 24 hours, each counted once', async () => {
    const before = (await call('GET', '/simulator/numbers')).body.items;
    const numbers = before.map((number: any, index: number) => ({
      ...number,
      accessToken: ['acme-token', 'beta-token'][index],
      businessId: '7',
    }));
    await call('PUT', '/simulator/numbers', numbers);
    await limits({ portfolio: true });
    await patch('100', { messagingLimit: 'TIER_50' });
    expect((await graph('GET', '200?fields=whatsapp_business_manager_messaging_limit', undefined, 'beta-token')).body).toEqual({
      id: '200',
      whatsapp_business_manager_messaging_limit: 'TIER_50',
    });
    await asCustomer('hi');
    // In the window nobody is counted.
    expect(codeOf(await hello(`+${CUSTOMER}`))).toBe(200);
    for (let index = 0; index < 50; index += 1) {
      expect(codeOf(await (index % 2 ? hello(stranger(index)) : hello(stranger(index), '200', 'beta-token')))).toBe(200);
    }
    expect(codeOf(await hello(stranger(50)))).toBe(131048);
    expect(codeOf(await hello(stranger(51), '200', 'beta-token'))).toBe(131048);
    expect(codeOf(await hello(stranger(1)))).toBe(200);
    expect(codeOf(await sendText('a reply'))).toBe(200);
    expect((await usage()).people).toEqual({ limit: 50, used: 50, nextFreeAt: expect.any(String) });
    await call('POST', '/simulator/clock', { advanceMs: DAY_MS - HOUR_MS });
    expect(codeOf(await hello(stranger(50)))).toBe(131048);
    await call('POST', '/simulator/clock', { advanceMs: HOUR_MS });
    expect(codeOf(await hello(stranger(50)))).toBe(200);
    await call(
      'PUT',
      '/simulator/numbers',
      numbers.map(({ businessId: _, ...number }: any) => number),
    );
  });

  it('does not count whom nothing reached', async () => {
    await limits({ portfolio: true, usMarketing: true });
    const sell = await marketing();
    await sell('+12125550123');
    await until('the failure', () => failures().length === 1);
    expect((await usage()).people.used).toBe(0);
    await hello('+12125550123');
    expect((await usage()).people.used).toBe(1);
  });

  it('tells all accounts of a portfolio when its messaging limit moves', async () => {
    await patch('100', { messagingLimit: 'TIER_100K' });
    const told = await until('both reports', () => {
      const values = receiver.values();
      return values.length === 2 ? values : undefined;
    });
    expect(told).toEqual(
      expect.arrayContaining([
        {
          display_phone_number: '15550100100',
          event: 'UPGRADE',
          old_limit: 'TIER_2K',
          current_limit: 'TIER_100K',
          max_daily_conversations_per_business: 'TIER_100K',
        },
        { max_daily_conversations_per_business: 100_000, max_phone_numbers_per_business: 20, max_phone_numbers_per_waba: 20 },
      ]),
    );
    receiver.clear();
    await patch('100', { messagingLimit: 'TIER_UNLIMITED' });
    await until('no end', () => receiver.values().some((value) => value.max_daily_conversations_per_business === -1));
    expect((await usage()).people.limit).toBeNull();
  });

  it('delivers so many marketing templates to one user in 24 hours, more only after an answer', async () => {
    await limits({ marketingPerUser: 2 });
    const sell = await marketing();
    receiver.clear();
    for (let index = 0; index < 3; index += 1) expect(codeOf(await sell(`+${CUSTOMER}`))).toBe(200);
    await until('the third one’s failure', () => failures().length === 1);
    expect(failures()).toEqual([131049]);
    await sell(stranger(1));
    await asCustomer('tell me more');
    await sell(`+${CUSTOMER}`);
    await until('all but one', () => receiver.statuses().filter(({ status }) => status === 'delivered').length === 4);
    await call('POST', '/simulator/clock', { advanceMs: DAY_MS });
    await sell(`+${CUSTOMER}`);
    await until('the next day’s', () => receiver.statuses().filter(({ status }) => status === 'delivered').length === 5);
    expect(failures()).toEqual([131049]);
  });

  it('delivers no marketing to the United States, but to Canada', async () => {
    await limits({ usMarketing: true });
    const sell = await marketing();
    receiver.clear();
    await sell('+12125550123');
    await sell('+14165550123');
    await hello('+12125550124');
    await until('one failure, two deliveries', () => receiver.statuses().length === 5);
    expect(receiver.statuses().filter(({ status }) => status === 'failed')).toMatchObject([
      { recipient_id: '12125550123', errors: [{ code: 131049 }] },
    ]);
  });

  it('holds messages of a new marketing template until it is known to be good', async () => {
    await limits({ pacing: { messages: 3, holdMs: HOUR_MS } });
    const sell = await marketing();
    receiver.clear();
    const states: string[] = [];
    for (let index = 0; index < 5; index += 1) states.push((await sell(stranger(index))).body.messages[0].message_status);
    expect(states).toEqual(['accepted', 'accepted', 'accepted', 'held_for_quality_assessment', 'held_for_quality_assessment']);
    await until('three deliveries', () => receiver.statuses().length === 6);
    expect((await usage()).held).toBe(2);
    expect((await call('GET', '/simulator/templates')).body.items.find(({ name }: any) => name === 'sale')).toMatchObject({ held: 2 });
    await call('POST', '/simulator/clock', { advanceMs: HOUR_MS });
    await until('all deliveries', () => receiver.statuses().filter(({ status }) => status === 'delivered').length === 5);
    expect(receiver.values()).toContainEqual(
      expect.objectContaining({ previous_quality_score: 'UNKNOWN', new_quality_score: 'GREEN', message_template_name: 'sale' }),
    );
    expect((await sell(stranger(9))).body.messages[0].message_status).toBe('accepted');
  });

  it('drops the held messages of a template that turns out bad', async () => {
    await limits({ pacing: { messages: 1, holdMs: HOUR_MS } });
    const sell = await marketing();
    receiver.clear();
    await sell(stranger(1));
    await sell(stranger(2));
    await call('POST', '/simulator/templates', { wabaId: '900', name: 'sale', language: 'en', quality: 'RED' });
    await until('the failure', () => failures().length === 1);
    expect(failures()).toEqual([132015]);
    expect(codeOf(await sell(stranger(3)))).toBe(132015);
  });

  it('pauses a red template for 3 hours, then for 6, then disables it', async () => {
    const which = { wabaId: '900', name: 'hello_world', language: 'en_US' };
    const red = async () => {
      receiver.clear();
      await call('POST', '/simulator/templates', { ...which, quality: 'RED' });
      return until('the report', () => receiver.values().find(({ event }) => event));
    };
    const resumed = () => until('its end', () => receiver.values().find(({ event }) => event === 'APPROVED'));
    expect(await red()).toMatchObject({ event: 'PAUSED', other_info: { title: 'FIRST_PAUSE' }, message_template_name: 'hello_world' });
    expect(codeOf(await hello(stranger(1)))).toBe(132015);
    await call('POST', '/simulator/clock', { advanceMs: 3 * HOUR_MS - 60_000 });
    expect(codeOf(await hello(stranger(1)))).toBe(132015);
    await call('POST', '/simulator/clock', { advanceMs: 60_000 });
    expect(await resumed()).toMatchObject({ other_info: { title: 'UNPAUSE' } });
    expect(codeOf(await hello(stranger(1)))).toBe(200);
    expect(await red()).toMatchObject({ event: 'PAUSED', other_info: { title: 'SECOND_PAUSE' } });
    await call('POST', '/simulator/clock', { advanceMs: 6 * HOUR_MS });
    await resumed();
    expect(await red()).toMatchObject({ event: 'DISABLED' });
    await call('POST', '/simulator/clock', { advanceMs: 30 * DAY_MS });
    expect(codeOf(await hello(stranger(1)))).toBe(132016);
  });

  it('ends a pause after a restart, too, and shows nobody how it counts pauses', async () => {
    await call('POST', '/simulator/templates', { wabaId: '900', name: 'hello_world', language: 'en_US', quality: 'RED' });
    const shown = async () => (await graph('GET', '900/message_templates?name=hello_world')).body.data[0];
    expect(await shown()).toMatchObject({ status: 'PAUSED' });
    expect(await shown()).not.toHaveProperty('simulated');
    await stop();
    await start();
    expect(await shown()).toMatchObject({ status: 'PAUSED' });
    await call('POST', '/simulator/clock', { advanceMs: 3 * HOUR_MS });
    await until('its end', async () => (await shown()).status === 'APPROVED');
  });

  it('refuses templates that are not approved', async () => {
    const which = { wabaId: '900', name: 'hello_world', language: 'en_US' };
    const codes: number[] = [];
    for (const status of ['PENDING', 'REJECTED', 'PAUSED', 'DISABLED', 'APPROVED']) {
      await call('POST', '/simulator/templates', { ...which, status });
      codes.push(codeOf(await hello(stranger(1))));
    }
    expect(codes).toEqual([132001, 132001, 132015, 132016, 200]);
  });
});
