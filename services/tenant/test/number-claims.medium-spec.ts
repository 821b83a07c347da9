import { eventually, startService } from '#testing';
import { service } from '../src/service.js';
import { ClaimsWorld } from './claims-world.js';
import type { GraphMode, GraphNumber } from './graph-double.js';

const claims = ClaimsWorld.forFile();

describe('connecting a number', () => {
  it('takes what WhatsApp confirms for the token, and asks with that token alone', async () => {
    const number = claims.owned();
    claims.world.graph.asked.length = 0;
    const { status, body } = await claims.connect(claims.acme, number);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { status: 'active', confirmation: 'confirmed', confirmationProblem: null },
    });
    expect(Date.parse(body.confirmedAt)).toBeGreaterThan(0);
    expect(Date.parse(body.receivesFrom)).toBeGreaterThan(0);
    expect(await claims.outlet(claims.acme, body.id)).toEqual(body);
    expect(await claims.routes(number.phoneNumberId)).toEqual([{ tenant_id: claims.acme }]);
    expect(await claims.statusForOthers(body.id)).toBe('active');
    expect(claims.world.graph.asked.map(({ path }) => path.split('?')[0])).toEqual([
      `/v26.0/${number.phoneNumberId}`,
      `/v26.0/${number.wabaId}/phone_numbers`,
      `/v26.0/${number.phoneNumberId}`,
      // What not every token may read.
      `/v26.0/${number.phoneNumberId}`,
      `/v26.0/${number.wabaId}/subscribed_apps`,
    ]);
    expect(body).toMatchObject({ health: 'ok', webhooksSubscribed: true, checkProblem: null, whatsappError: null });
    expect(Date.parse(body.checkedAt)).toBeGreaterThan(0);
    expect(new Set(claims.world.graph.asked.map(({ token }) => token))).toEqual(new Set([number.accessToken]));
  });

  it.each<[string, (victim: GraphNumber, own: GraphNumber) => GraphNumber, string, string]>([
    ['a made-up token', (victim) => ({ ...victim, accessToken: 'EAAmade-up-token' }), 'whatsapp_token_invalid', 'accessToken'],
    [
      'a token of one’s own for somebody’s number',
      (victim, own) => ({ ...own, phoneNumberId: victim.phoneNumberId }),
      'whatsapp_number_not_found',
      'phoneNumberId',
    ],
    [
      'a number of one’s own in somebody’s account',
      (victim, own) => ({ ...own, wabaId: victim.wabaId }),
      'whatsapp_account_not_found',
      'wabaId',
    ],
    [
      'a made-up number in somebody’s account',
      (victim, own) => ({ ...own, phoneNumberId: '999999999', wabaId: victim.wabaId }),
      'whatsapp_account_not_found',
      'wabaId',
    ],
    [
      'a made-up number in one’s own account',
      (_, own) => ({ ...own, phoneNumberId: '999999999' }),
      'whatsapp_number_not_found',
      'phoneNumberId',
    ],
  ])('with %s is refused by name, and nothing is stored', async (_, claim, code, field) => {
    const [victim, own] = [claims.owned(), claims.owned()];
    const before = await claims.stored(claims.thief);
    const refused = await claims.connect(claims.thief, claim(victim, own));
    expect(refused).toMatchObject({ status: 422, body: { code, errors: [{ field }] } });
    if (code === 'whatsapp_token_invalid') {
      expect(refused.body.whatsapp).toEqual({ code: 190, message: 'Malformed access token …' });
    } else if (code !== 'whatsapp_number_not_in_account' && refused.body.whatsapp) {
      expect(refused.body.whatsapp).toEqual({ code: 100, subcode: 33, message: 'no such object' });
    }
    expect(refused.text).not.toMatch(/EAA/);
    expect(await claims.stored(claims.thief)).toEqual(before);
    expect(await claims.routes(victim.phoneNumberId)).toEqual([]);
    // Not even in the way of the rightful one.
    expect((await claims.connect(claims.acme, victim)).body).toMatchObject({ status: 'active' });
  });

  it('in another account than the number’s says so', async () => {
    const own = claims.owned();
    const second = { ...claims.owned(), accessToken: own.accessToken };
    claims.world.graph.numbers.push(second);
    expect(await claims.connect(claims.acme, { ...own, wabaId: second.wabaId })).toMatchObject({
      status: 422,
      body: { code: 'whatsapp_number_not_in_account', errors: [{ field: 'wabaId' }] },
    });
  });

  it.each<[GraphMode, string]>([
    ['drops', 'whatsapp_unavailable'],
    ['hangs', 'whatsapp_unavailable'],
    ['fails', 'whatsapp_unavailable'],
    ['throttles', 'whatsapp_rate_limited'],
    ['records', 'whatsapp_not_graph'],
    ['not-found', 'whatsapp_not_graph'],
  ])('waits where what should be Graph %s, inactive, and says why', async (mode, code) => {
    const number = { ...claims.owned(), accessToken: 'EAAof-a-stranger' };
    claims.world.graph.mode = mode;
    const { status, body } = await claims.connect(claims.thief, number);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { status: 'unconfirmed', confirmation: 'waiting', confirmedAt: null, receivesFrom: null, confirmationProblem: code },
    });
    expect(body.confirmationDetail).toMatch(/\S/);
    expect(Date.parse(body.asksAgainAt)).toBeGreaterThan(0);
    expect(await claims.routes(number.phoneNumberId)).toEqual([]);
    expect(await claims.statusForOthers(body.id)).toBe('unconfirmed');
    await claims.world.call('PUT', `/outlets/${body.id}`, claims.as(claims.thief), { status: 'active' });
    expect(await claims.statusForOthers(body.id)).toBe('unconfirmed');
    expect((await claims.world.call('DELETE', `/outlets/${body.id}`, claims.as(claims.thief))).status).toBe(204);
  });

  it('is no way to a number that somebody else only waits for: whoever proves it first has it', async () => {
    const number = claims.owned();
    claims.world.graph.mode = 'drops';
    const waiting = (await claims.connect(claims.thief, { ...number, accessToken: 'EAAof-a-stranger' })).body;
    claims.world.graph.mode = 'numbers';
    expect((await claims.connect(claims.acme, number)).body).toMatchObject({ status: 'active' });
    expect(await claims.validate(claims.thief, waiting.id)).toMatchObject({ status: 422, body: { code: 'whatsapp_token_invalid' } });
    expect(await claims.outlet(claims.thief, waiting.id)).toMatchObject({
      status: 'unconfirmed',
      confirmation: 'refused',
      confirmationProblem: 'whatsapp_token_invalid',
      whatsappError: { code: 190, message: 'Malformed access token …' },
      asksAgainAt: null,
    });
    expect(await claims.routes(number.phoneNumberId)).toEqual([{ tenant_id: claims.acme }]);
    expect((await claims.world.audit('outlet.refused')).at(-1)).toMatchObject({ tenant_id: claims.thief, target_id: waiting.id });
  });

  it('has an end: so many that nobody confirms, and no more', async () => {
    const hoarder = await claims.world.tenant('hoarder-corp');
    claims.world.graph.mode = 'drops';
    for (let n = 0; n < 20; n++) expect((await claims.connect(hoarder, claims.owned())).status).toBe(201);
    expect(await claims.connect(hoarder, claims.owned())).toMatchObject({ status: 409, body: { code: 'too_many_unconfirmed' } });
    expect((await claims.connect(claims.thief, claims.owned())).status).toBe(201);
  });

  it('under the same Idempotency-Key is answered alike, whatever WhatsApp says by then', async () => {
    const number = claims.owned();
    const key = { 'idempotency-key': 'connect-once' };
    const first = await claims.connect(claims.acme, number, key);
    claims.world.graph.mode = 'drops';
    const again = await claims.connect(claims.acme, number, key);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(await claims.connect(claims.acme, { ...number, phoneNumberId: '424242' }, key)).toMatchObject({
      body: { code: 'idempotency_key_reused' },
    });
  });
});

describe('another token', () => {
  it('that WhatsApp refuses changes nothing', async () => {
    const number = claims.owned();
    const { id } = (await claims.connect(claims.acme, number)).body;
    const before = await claims.stored(claims.acme);
    const put = await claims.world.call('PUT', `/outlets/${id}`, claims.as(claims.acme), {
      name: 'Renamed',
      accessToken: 'EAAmade-up-token',
    });
    expect(put).toMatchObject({ status: 422, body: { code: 'whatsapp_token_invalid', errors: [{ field: 'accessToken' }] } });
    expect(await claims.stored(claims.acme)).toEqual(before);
    expect(await claims.routes(number.phoneNumberId)).toEqual([{ tenant_id: claims.acme }]);
  });

  it('of a confirmed number is not taken while WhatsApp cannot be asked: it goes on with the one that it has', async () => {
    const number = claims.owned();
    const { id } = (await claims.connect(claims.acme, number)).body;
    const before = await claims.stored(claims.acme);
    claims.world.graph.mode = 'drops';
    const put = await claims.world.call('PUT', `/outlets/${id}`, claims.as(claims.acme), { accessToken: 'EAAnobody-knows-yet' });
    expect(put).toMatchObject({ status: 503, body: { code: 'whatsapp_unavailable' } });
    expect(put.headers.get('retry-after')).toBe('10');
    expect(await claims.stored(claims.acme)).toEqual(before);
    expect(await claims.outlet(claims.acme, id)).toMatchObject({ status: 'active', confirmation: 'confirmed' });
  });

  it('that WhatsApp confirms makes of a refused outlet a confirmed one', async () => {
    const number = claims.owned();
    claims.world.graph.mode = 'drops';
    const { id } = (await claims.connect(claims.acme, { ...number, accessToken: 'EAAmistyped-token' })).body;
    claims.world.graph.mode = 'numbers';
    expect((await claims.validate(claims.acme, id)).status).toBe(422);
    const put = await claims.world.call('PUT', `/outlets/${id}`, claims.as(claims.acme), { accessToken: number.accessToken });
    expect(put).toMatchObject({
      status: 200,
      body: { status: 'active', confirmation: 'confirmed', confirmationProblem: null, whatsappError: null, health: 'ok' },
    });
    expect(await claims.routes(number.phoneNumberId)).toEqual([{ tenant_id: claims.acme }]);
  });

  it('of a waiting outlet waits as the first one did', async () => {
    claims.world.graph.mode = 'drops';
    const { id } = (await claims.connect(claims.acme, claims.owned())).body;
    const put = await claims.world.call('PUT', `/outlets/${id}`, claims.as(claims.acme), { accessToken: 'EAAanother-token' });
    expect(put).toMatchObject({ status: 200, body: { status: 'unconfirmed', confirmation: 'waiting' } });
  });
});

describe('asking again', () => {
  it('is done by hand, and confirms', async () => {
    const number = claims.owned();
    claims.world.graph.mode = 'drops';
    const { id } = (await claims.connect(claims.acme, number)).body;
    expect(await claims.validate(claims.acme, id)).toMatchObject({ status: 503, body: { code: 'whatsapp_unavailable' } });
    expect(await claims.outlet(claims.acme, id)).toMatchObject({ confirmation: 'waiting' });
    claims.world.graph.mode = 'numbers';
    expect(await claims.validate(claims.acme, id)).toMatchObject({
      status: 200,
      body: { status: 'active', confirmation: 'confirmed', health: 'ok' },
    });
    expect((await claims.world.audit('outlet.confirmed')).at(-1)).toMatchObject({ target_id: id, before: { confirmation: 'waiting' } });
  });

  it('is done by a job, which ends what was begun too', async () => {
    const number = claims.owned();
    const begun = (await claims.connect(claims.acme, claims.owned())).body.id as string;
    const broken = (await claims.connect(claims.acme, claims.owned())).body.id as string;
    claims.world.graph.mode = 'drops';
    const [confirmed, refused] = [
      (await claims.connect(claims.acme, number)).body.id,
      (await claims.connect(claims.acme, { ...claims.owned(), accessToken: 'EAAnone-of-it' })).body.id,
    ];
    // A process that died between taking the number and routing to it.
    await claims.world.infra.rows('update tenant.outlets set routes_from = null, ask_at = now() where id = $1', [begun]);
    await claims.world.infra.rows(
      `update tenant.outlets set confirmation = 'waiting', confirmed_at = null, routes_from = null, access_token_sealed = 'k9.torn', ask_at = now() where id = $1`,
      [broken],
    );
    claims.world.graph.mode = 'numbers';
    await claims.world.infra.rows('update tenant.outlets set ask_at = now() where id = any($1)', [[confirmed, refused]]);
    const job = await startService(claims.world.infra, service, { WHATSAPP_GRAPH_URL: claims.world.graph.url, CONFIRM_PAUSE_MS: '100' });
    try {
      await eventually(async () =>
        expect(await claims.outlet(claims.acme, confirmed)).toMatchObject({ status: 'active', confirmation: 'confirmed' }),
      );
      await eventually(async () => expect(await claims.outlet(claims.acme, begun)).toMatchObject({ status: 'active' }));
      await eventually(async () =>
        expect(await claims.outlet(claims.acme, refused)).toMatchObject({ confirmation: 'refused', asksAgainAt: null }),
      );
      await eventually(async () =>
        expect(await claims.outlet(claims.acme, broken)).toMatchObject({ confirmationProblem: 'access_token_unreadable' }),
      );
    } finally {
      await job.close();
    }
  });

  it('is bounded: after so many attempts nobody asks by themselves, and whoever asks begins anew', async () => {
    claims.world.graph.mode = 'drops';
    const { id } = (await claims.connect(claims.acme, claims.owned())).body;
    await claims.world.infra.rows('update tenant.outlets set ask_attempts = 29, ask_at = now() where id = $1', [id]);
    const job = await startService(claims.world.infra, service, { WHATSAPP_GRAPH_URL: claims.world.graph.url, CONFIRM_PAUSE_MS: '100' });
    try {
      await eventually(async () =>
        expect(await claims.outlet(claims.acme, id)).toMatchObject({ confirmation: 'waiting', asksAgainAt: null }),
      );
    } finally {
      await job.close();
    }
    await claims.validate(claims.acme, id);
    expect((await claims.outlet(claims.acme, id)).asksAgainAt).not.toBeNull();
  });
});
