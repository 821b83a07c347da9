import fc from 'fast-check';
import { v7 } from 'uuid';
import { asApiKey, asMember } from '#testing';
import { gateActs, hour, type Account, type Message } from './gate-acts.js';
import { SenderWorld } from './sender-world.js';

const world = new SenderWorld(false);
const { account, check, post, hold, refuse, limit, plan, change, written } = gateActs(world);

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

describe('whether a message may leave', () => {
  it.each<[string, (outlet: Account) => Promise<unknown>, Message, status?: number]>([
    ['number_paused', (outlet) => change(outlet, 'status', 'disabled'), { template: 'parcel' }],
    ['number_paused', (outlet) => change(outlet, 'status', 'unconfirmed'), { template: 'parcel' }],
    ['number_paused', (outlet) => change(outlet, 'health', 'blocked'), { template: 'parcel' }],
    ['number_paused', (outlet) => hold(outlet), { template: 'parcel' }],
    ['number_paused', (outlet) => hold(outlet, { scope: 'waba', key: outlet.wabaId, code: '368' }), { template: 'parcel' }],
    ['payment_method_missing', (outlet) => hold(outlet, { scope: 'waba', key: outlet.wabaId, code: '131042' }), { template: 'parcel' }],
    ['recipient_is_sender', (outlet) => change(outlet, 'display_phone_number', '+51 987 111 000'), { template: 'parcel' }],
    ['template_not_approved', async () => undefined, { template: 'reviewed' }],
    ['template_not_approved', async () => undefined, { template: 'paused' }],
    [
      'template_paused',
      (outlet) => hold(outlet, { scope: 'template', key: `${outlet.wabaId}:parcel`, code: '132015' }),
      { template: 'parcel' },
    ],
    ['template_parameters', async () => undefined, { template: 'needy' }, 400],
    ['phone_required', async () => undefined, { template: 'code', parameters: ['123456'], to: 'PE.77' }],
    ['purpose_mismatch', async () => undefined, { template: 'sale', purpose: 'authentication' }],
    ['opted_out', refuse, { template: 'sale' }],
    ['opted_out', refuse, { template: 'sale', to: 'PE.77' }],
    ['opted_out', async (outlet) => [await refuse(outlet), await written(outlet)], { purpose: 'marketing' }],
    ['window_closed', async () => undefined, {}],
    ['window_closed', (outlet) => written(outlet, hour(-0.001)), {}],
    ['window_closed', (outlet) => world.hasWritten({ ...outlet, id: v7() }, { phone: '51987111000' }), {}],
    ['marketing_cap', (outlet) => limit(outlet, 'marketing_cap', '51987111000'), { template: 'sale' }],
    ['quota_exceeded', (outlet) => plan(outlet, 100, 100), { template: 'parcel' }, 402],
    ['country_not_served', (outlet) => limit(outlet, 'country', `${outlet.wabaId}:PE`), { template: 'parcel' }],
    ['country_not_served', (outlet) => limit(outlet, 'country', `${outlet.wabaId}:PE`), { template: 'parcel', to: 'PE.77' }],
  ])('%s: who asks and who sends are told the same', async (code, arrange, message, status = 422) => {
    const outlet = await account();
    await arrange(outlet);
    const asked = await check(outlet, message);
    expect(asked).toMatchObject({
      status: 200,
      body: { decision: 'deny', reasons: [{ code, effect: 'denies', message: expect.any(String) }] },
    });
    const sent = await post(outlet, message);
    const [reason] = asked.body.reasons;
    expect(sent).toMatchObject({
      status,
      body: {
        code: status === 400 ? 'validation_failed' : code,
        reasons: [{ code, message: reason.message }],
        alternative: asked.body.alternative,
      },
    });
    expect((await world.call('GET', '/messages', outlet.tenantId)).body.items).toEqual([]);
    // The same message of another company, to the same customer, is its own affair.
    const other = await account();
    await written(other);
    if (!message.template || !['reviewed', 'paused', 'needy', 'code'].includes(message.template)) {
      const { purpose, ...plain } = message;
      expect(await check(other, purpose === 'authentication' ? plain : message)).toMatchObject({
        body: { decision: 'allow', reasons: [] },
      });
    }
  });

  it('a template that the account does not have, by its name', async () => {
    const outlet = await account();
    const query = `outletId=${outlet.id}&to=51987111000&name=nothing&language=es`;
    expect((await world.call('GET', `/messages/check?${query}`, outlet.tenantId)).body).toMatchObject({
      decision: 'deny',
      reasons: [{ code: 'template_not_found' }],
    });
  });

  it('an open window lets words through, under every spelling of the number and by the user id, and what may wait is told', async () => {
    const outlet = await account();
    await world.hasWritten(outlet, { phone: '551187654321', userId: 'BR.5' });
    await world.infra.rows(
      `insert into conversation.contact_spellings (tenant_id, phone, wa_id) values ($1, '51900000001', '551187654321')`,
      [outlet.tenantId],
    );
    for (const to of ['+5511987654321', '+55 11 8765-4321', 'BR.5', '+51900000001']) {
      expect((await check(outlet, { to })).body).toEqual({ decision: 'allow', reasons: [], price: null, alternative: null });
    }
    expect((await check(outlet, { to: '+5511987654322' })).body.decision).toBe('deny');
    await hold(outlet, { code: 'by_hand' });
    expect((await check(outlet, { to: 'BR.5' })).body).toMatchObject({
      decision: 'allow',
      reasons: [{ code: 'number_paused', effect: 'delays' }],
    });
    expect(await post(outlet, { to: 'BR.5' })).toMatchObject({ status: 202, body: { status: 'queued' } });
  });

  it('names the cheapest that may go in its place', async () => {
    const outlet = await account();
    expect((await check(outlet, {})).body.alternative).toEqual({ type: 'template', templateId: expect.any(String) });
    const { templateId } = (await check(outlet, {})).body.alternative;
    expect(['needy', 'parcel'].map((name) => outlet.ids[name])).toContain(templateId);
    await refuse(outlet);
    await written(outlet);
    expect((await check(outlet, { template: 'sale' })).body.alternative).toEqual({ type: 'text' });
  });

  it('tells before the values are written which ones are needed', async () => {
    const outlet = await account();
    const { body } = await world.call(
      'GET',
      `/messages/check?outletId=${outlet.id}&to=51987111000&templateId=${outlet.ids.needy}`,
      outlet.tenantId,
    );
    expect(body).toMatchObject({ decision: 'allow', reasons: [{ code: 'template_parameters', effect: 'warns' }] });
    expect((await check(outlet, { template: 'needy', parameters: ['Ana'] })).body).toMatchObject({ decision: 'allow', reasons: [] });
  });

  it('refuses what it cannot be asked, and shows nothing of another company', async () => {
    const outlet = await account();
    const asks = (query: string) => world.call('GET', `/messages/check?outletId=${outlet.id}&${query}`, outlet.tenantId);
    expect(await asks('to=nobody')).toMatchObject({ status: 400, body: { errors: [{ field: 'to' }] } });
    expect(await asks('to=51987111000&type=template')).toMatchObject({ status: 400, body: { errors: [{ field: 'templateId' }] } });
    expect(await asks(`to=51987111000&type=text&templateId=${outlet.ids.sale}`)).toMatchObject({ status: 400 });
    expect(await asks('to=51987111000&parameters=no')).toMatchObject({ status: 400, body: { errors: [{ field: 'parameters' }] } });
    const other = await account();
    expect((await world.call('GET', `/messages/check?outletId=${outlet.id}&to=51987111000`, other.tenantId)).status).toBe(404);
    expect(await check({ ...other, ids: outlet.ids }, { template: 'sale' })).toMatchObject({ status: 400 });
    const by = (headers: Record<string, string>) =>
      world.call('GET', `/messages/check?outletId=${outlet.id}&to=51987111000`, outlet.tenantId, undefined, headers);
    expect((await by(asMember(world.infra, outlet.tenantId, 'viewer'))).status).toBe(200);
    expect((await by(asApiKey(world.infra, outlet.tenantId, ['messages:read']))).status).toBe(200);
    expect((await by(asApiKey(world.infra, outlet.tenantId, ['messages:write']))).status).toBe(403);
  });

  it('who asks is told "allow" just where who sends is told 202, whatever holds', async () => {
    const circumstances = fc.record({
      status: fc.constantFrom('active', 'active', 'active', 'disabled', 'unconfirmed'),
      health: fc.constantFrom('ok', 'ok', 'limited', 'blocked'),
      hold: fc.constantFrom(
        undefined,
        undefined,
        { code: '131048' },
        { code: 'by_hand' },
        { code: '190', kind: 'auth' },
        { code: '130429', kind: 'wait', until: hour(1) },
      ),
      window: fc.constantFrom(undefined, hour(-1), hour(1)),
      isRefused: fc.boolean(),
      isCapped: fc.boolean(),
      isCountryRefused: fc.constantFrom(false, false, true),
    });
    const message = fc.record(
      {
        to: fc.constantFrom('+51987111000', 'PE.77'),
        template: fc.constantFrom('sale', 'parcel', 'code', 'needy', 'paused', 'reviewed'),
        parameters: fc.constantFrom<string[]>([], ['123456']),
        purpose: fc.constantFrom('marketing', 'utility', 'authentication', 'service'),
      },
      { requiredKeys: [] },
    );
    const decisions = new Set<string>();
    const good = {
      status: 'active',
      health: 'ok',
      hold: undefined,
      window: hour(1),
      isRefused: false,
      isCapped: false,
      isCountryRefused: false,
    } as const;
    await fc.assert(
      fc.asyncProperty(circumstances, fc.array(message, { minLength: 2, maxLength: 5 }), async (given, messages) => {
        const outlet = await account();
        await change(outlet, 'status', given.status);
        await change(outlet, 'health', given.health);
        if (given.hold) await hold(outlet, given.hold);
        if (given.window) await written(outlet, given.window);
        if (given.isRefused) await refuse(outlet);
        if (given.isCapped) for (const key of ['51987111000', 'PE.77']) await limit(outlet, 'marketing_cap', key);
        if (given.isCountryRefused) await limit(outlet, 'country', `${outlet.wabaId}:PE`);
        for (const each of messages) {
          const asked = (await check(outlet, each)).body;
          decisions.add(asked.decision);
          const sent = await post(outlet, each);
          expect([sent.status === 202 ? 'allow' : 'deny', sent.body.reasons?.map(({ code }: any) => code) ?? []]).toEqual([
            asked.decision,
            asked.decision === 'allow' ? [] : asked.reasons.flatMap(({ code, effect }: any) => (effect === 'denies' ? [code] : [])),
          ]);
        }
      }),
      // However the lots fall, one may leave and one may not.
      { numRuns: 15, examples: [[good, [{ template: 'parcel' }, { template: 'paused' }]]] },
    );
    expect(decisions).toEqual(new Set(['allow', 'deny']));
  }, 120_000);
});

describe('what the plan allows and what a message costs', () => {
  it('a plan that is used up says of what and how much; one without a limit, or with room, says nothing', async () => {
    const outlet = await account();
    await plan(outlet, 20, 20);
    expect(await post(outlet, { template: 'parcel' })).toMatchObject({
      status: 402,
      body: { code: 'quota_exceeded', meter: 'messages', limit: 20, used: 20 },
    });
    for (const [limitAmount, used] of [
      [21, 20],
      [null, 1_000_000],
    ] as const) {
      await world.infra.rows('delete from billing.quotas where tenant_id = $1', [outlet.tenantId]);
      await plan(outlet, limitAmount, used);
      expect((await check(outlet, { template: 'parcel' })).body.decision).toBe('allow');
    }
  });

  it('the price is of the recipient’s market and the template’s category, by the newest card that holds', async () => {
    const outlet = await account();
    expect((await check(outlet, { template: 'sale' })).body.price).toBeNull();
    const rate = (market: string, category: string, micros: number, days: number, currency = 'USD') =>
      world.infra.rows(`insert into billing.rates values ($1, $2, $3, $4, current_date + $5::integer, 'an example')`, [
        market,
        category,
        currency,
        micros,
        days,
      ]);
    await rate('Peru', 'marketing', 50_000, -30);
    await rate('Peru', 'marketing', 70_300, -1);
    await rate('Peru', 'marketing', 90_000, 1);
    await rate('Peru', 'marketing', 65_000, -1, 'EUR');
    await rate('Peru', 'utility', 20_000, -1);
    await rate('Peru', 'service', 20_000, -1);
    await rate('Other', 'utility', 8_000, -1);
    await world.infra.rows(`insert into billing.rate_markets values ('PE', 'Peru', current_date - 5), ('ZZ', 'Other', current_date - 5)`);
    await world.infra.rows(
      `insert into billing.price_policies values ('service', current_date - 5, true, 1000, false, true), ('utility', current_date - 5, true, 0, false, true)`,
    );
    const [today] = await world.infra.rows<{ yesterday: string }>(`select (current_date - 1)::text as yesterday`);
    expect((await check(outlet, { template: 'sale' })).body.price).toEqual({
      amountMinor: 7,
      amountMicros: 70_300,
      currency: 'USD',
      kind: 'estimated',
      asOf: today!.yesterday,
      source: 'an example',
    });
    expect((await check(outlet, { template: 'parcel', to: 'PE.77' })).body.price).toMatchObject({ amountMicros: 20_000 });
    expect((await check(outlet, { template: 'parcel', to: '+5511987654321' })).body.price).toMatchObject({ amountMicros: 8_000 });
    expect((await check(outlet, { template: 'code', parameters: ['123456'] })).body.price).toBeNull();
    // What is denied has its price too.
    expect((await check(outlet, {})).body).toMatchObject({ decision: 'deny', price: { kind: 'range', fromMinor: 0, amountMinor: 2 } });
    await world.hasWritten(outlet, { phone: '51987111000' }, hour(5), hour(50));
    expect((await check(outlet, { template: 'parcel' })).body.price).toMatchObject({ kind: 'estimated', amountMinor: 0 });
  });
});
