import { v7 } from 'uuid';
import { campaignMessageRequested, contactErasureRequested, engagementErased } from '#contracts';
import { eventually } from '#testing';
import { ExpireCodesHandler } from '../src/handlers/codes/expire-codes.handler.js';
import { PruneCodesHandler } from '../src/handlers/codes/prune-codes.handler.js';
import { CodesWorld, type Company } from './codes-world.js';

let world: CodesWorld;
beforeAll(async () => {
  world = await CodesWorld.start();
}, 90_000);
afterAll(() => world.stop(), 30_000);

const PHONE = '+1 650 555 1234';
const wrongOf = (code: string): string => String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');
const openRows = ({ tenantId }: Company) => world.infra.rows('select * from engagement.open_codes where tenant_id = $1', [tenantId]);
const problem = (status: number, code: string) => ({ status, body: { code } });

describe('a one-time code', () => {
  it('is asked for as an authentication template with its button, kept as a hash, and right once', async () => {
    const company = await world.company();
    const templateId = await world.template(company, 'otp', 'es');
    const { status, body } = await world.send(company, PHONE);
    expect(status).toBe(202);
    expect(body).toEqual({ id: expect.any(String), expiresAt: expect.any(String), resendAt: expect.any(String) });
    expect(Date.parse(body.expiresAt) - Date.parse(body.resendAt)).toBe(270_000);
    const request = await world.request(company, body.id);
    expect(request).toMatchObject({ to: '+16505551234', class: 'otp', purpose: 'authentication', outletId: company.outletId });
    expect((request.message as any).template.templateId).not.toBe(templateId);
    expect(request.code).toMatch(/^\d{6}$/);
    const parameters = [{ type: 'text', text: request.code }];
    expect((request.message as any).template.components).toEqual([
      { type: 'body', parameters },
      { type: 'button', sub_type: 'url', index: '0', parameters },
    ]);
    const stored = await world.infra.rows(
      `select c::text || encode(o.hash, 'escape') as text from engagement.codes c join engagement.open_codes o using (tenant_id, id)
       where c.tenant_id = $1`,
      [company.tenantId],
    );
    expect(JSON.stringify(stored)).not.toContain(`"${request.code}"`);
    expect(await world.verify(company, '0016505551234', request.code)).toMatchObject({ status: 200, body: { verified: true } });
    expect(await openRows(company)).toEqual([]);
    expect(await world.verify(company, PHONE, request.code)).toMatchObject(problem(422, 'otp_spent'));
    expect(await world.call('GET', `/otp/${body.id}`, company)).toMatchObject({
      status: 200,
      body: { state: 'verified', delivery: 'requested' },
    });
    expect(await world.figures(company)).toEqual({ sent: 1, verified: 1 });
  });

  it('goes in the language of the customer, where the template has it', async () => {
    const company = await world.company([]);
    await world.template(company, 'otp', 'en_US');
    const spanish = await world.template(company, 'otp', 'es');
    await world.infra.rows(`insert into conversation.contacts (tenant_id, id, phone, language) values ($1, $2, '16505551234', 'es_PE')`, [
      company.tenantId,
      v7(),
    ]);
    const { id } = await world.sent(company, PHONE);
    expect(((await world.request(company, id)).message as any).template.templateId).toBe(spanish);
  });

  it('is of its number, purpose and company', async () => {
    const [company, other] = [await world.company(), await world.company()];
    const { id, code } = await world.sent(company, PHONE);
    expect(await world.verify(company, '+16505551235', code)).toMatchObject(problem(422, 'otp_expired'));
    expect(await world.verify(company, PHONE, code, { purpose: 'signup' })).toMatchObject(problem(422, 'otp_expired'));
    expect(await world.verify(other, PHONE, code)).toMatchObject(problem(422, 'otp_expired'));
    expect(await world.call('GET', `/otp/${id}`, other)).toMatchObject(problem(404, 'not_found'));
    expect((await world.verify(company, PHONE, code)).status).toBe(200);
  });

  it('is right for one of 200 who try it at the same time', async () => {
    const company = await world.company();
    const { code } = await world.sent(company, PHONE);
    const answers = await Promise.all(Array.from({ length: 200 }, () => world.verify(company, PHONE, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'otp_spent' || body.code === 'otp_too_many')).toHaveLength(199);
    expect(await world.figures(company)).toMatchObject({ verified: 1 });
  }, 60_000);

  it('is tried five times at most, however many try at the same time', async () => {
    const company = await world.company();
    const { code } = await world.sent(company, PHONE);
    const answers = await Promise.all(Array.from({ length: 50 }, () => world.verify(company, PHONE, wrongOf(code))));
    const left = answers.flatMap(({ body }) => (body.code === 'otp_wrong' ? [body.attemptsLeft as number] : []));
    expect(left.toSorted()).toEqual([0, 1, 2, 3, 4]);
    expect(await world.figures(company)).toEqual({ sent: 1, wrong: 5, spent: 1 });
    expect(await openRows(company)).toEqual([]);
    expect(await world.verify(company, PHONE, code)).toMatchObject(problem(422, 'otp_spent'));
  }, 60_000);

  it('counts for its time, and its hash goes with it', async () => {
    const company = await world.company();
    const { id, code } = await world.sent(company, PHONE);
    world.forward(301);
    expect(await world.verify(company, PHONE, code)).toMatchObject(problem(422, 'otp_expired'));
    await world.running.app.get(ExpireCodesHandler, { strict: false }).execute();
    await eventually(async () => expect(await openRows(company)).toEqual([]));
    expect((await world.call('GET', `/otp/${id}`, company)).body).toMatchObject({ state: 'expired' });
    expect(await world.verify(company, PHONE, code)).toMatchObject(problem(422, 'otp_expired'));
    expect(await world.figures(company)).toEqual({ sent: 1, expired: 1 });
    // Nobody has taken the request: it does not leave any more, and the code stands nowhere.
    expect(await world.infra.outboxEvents(campaignMessageRequested, company.tenantId)).toEqual([]);
  });

  it('is replaced by the next one, which may be sent after the cool-down', async () => {
    const company = await world.company();
    const first = await world.sent(company, PHONE);
    const soon = await world.send(company, PHONE);
    expect(soon).toMatchObject(problem(429, 'otp_too_soon'));
    expect(Number(soon.headers.get('retry-after'))).toBeGreaterThan(0);
    world.forward(31);
    const second = await world.sent(company, PHONE);
    if (second.code !== first.code) expect(await world.verify(company, PHONE, first.code)).toMatchObject(problem(422, 'otp_wrong'));
    expect((await world.verify(company, PHONE, second.code)).status).toBe(200);
    expect((await world.call('GET', `/otp/${first.id}`, company)).body).toMatchObject({ state: 'replaced' });
    expect(await world.figures(company)).toMatchObject({ sent: 2, replaced: 1, 'refused:otp_too_soon': 1 });
  });

  it('is followed until it arrives; the request, which holds it, goes when the sender has taken it', async () => {
    const company = await world.company();
    const { id, code } = await world.sent(company, PHONE);
    expect((await world.request(company, id)).expiresAt).toBe((await world.call('GET', `/otp/${id}`, company)).body.expiresAt);
    await world.told(company, id, 'accepted');
    await eventually(async () => expect((await world.call('GET', `/otp/${id}`, company)).body.delivery).toBe('accepted'));
    expect(await world.infra.outboxEvents(campaignMessageRequested, company.tenantId)).toEqual([]);
    await world.told(company, id, 'delivered');
    await world.told(company, id, 'read');
    // What is told late takes nothing back.
    await world.told(company, id, 'sent', { pricing: { category: 'authentication', type: 'regular', billable: true } });
    await eventually(async () => expect((await world.call('GET', `/otp/${id}`, company)).body.priceType).toBe('regular'));
    const { body } = await world.call('GET', `/otp/${id}`, company);
    expect(body).toMatchObject({
      state: 'open',
      delivery: 'read',
      deliveredAt: expect.any(String),
      priceCategory: 'authentication',
      priceType: 'regular',
    });
    expect(JSON.stringify(body)).not.toContain(code);
    expect(await world.figures(company)).toEqual({ sent: 1, delivered: 1, 'charged:authentication': 1 });
    // By the clock of the codes, which the specs before have moved on.
    const day = (days: number): string => new Date(world.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
    const { items } = (await world.call('GET', `/otp/figures?from=${day(-1)}&to=${day(1)}`, company)).body;
    expect(items).toContainEqual({ day: expect.any(String), purpose: 'login', outcome: 'delivered', reason: '', count: 1 });
  });

  it('that did not arrive may be sent again at once', async () => {
    const company = await world.company();
    const { id } = await world.sent(company, PHONE);
    await world.told(company, id, 'refused', { refusal: { code: 'number_paused', detail: 'The outlet is disabled.' } });
    await eventually(async () =>
      expect((await world.call('GET', `/otp/${id}`, company)).body).toMatchObject({ delivery: 'refused', failure: 'number_paused' }),
    );
    expect((await world.send(company, PHONE)).status).toBe(202);
    expect(await world.figures(company)).toMatchObject({ sent: 2, 'failed:number_paused': 1 });
  });

  it('goes with the customer who is forgotten', async () => {
    const company = await world.company();
    await world.sent(company, PHONE);
    const erasureId = v7();
    await world.infra.publish(contactErasureRequested, company.tenantId, {
      erasureId,
      conversationIds: [],
      contactIds: [v7()],
      phones: ['16505551234'],
      userIds: [],
      wamids: [],
      mediaIds: [],
    } as never);
    await eventually(async () => {
      const told = await world.infra.outboxEvents(engagementErased, company.tenantId);
      expect(told).toMatchObject([{ data: { erasureId, counts: { codes: 1 } } }]);
    });
    for (const table of ['codes', 'open_codes']) {
      expect(await world.infra.rows(`select from engagement.${table} where tenant_id = $1`, [company.tenantId])).toEqual([]);
    }
    expect(await world.infra.outboxEvents(campaignMessageRequested, company.tenantId)).toEqual([]);
    expect(
      await world.infra.rows(`select from engagement.code_limits where tenant_id = $1 and kind = 'phone'`, [company.tenantId]),
    ).toEqual([]);
  });
});

describe('a code is refused before anything is stored', () => {
  const nothing = async (company: Company) => {
    expect(await openRows(company)).toEqual([]);
    expect(await world.infra.outboxEvents(campaignMessageRequested, company.tenantId)).toEqual([]);
  };

  it('to a user id, and to what is no number', async () => {
    const company = await world.company();
    const refused = await world.send(company, 'US.13491208655302741918');
    expect(refused).toMatchObject(problem(422, 'phone_required'));
    expect(refused.body.detail).toContain('131062');
    expect(await world.send(company, 'nobody')).toMatchObject(problem(400, 'validation_failed'));
    expect(await world.send(company, PHONE, { purpose: 'x' })).toMatchObject(problem(400, 'validation_failed'));
    await nothing(company);
  });

  it('without an approved template, with several, and from a number that is not there or not active', async () => {
    const company = await world.company([]);
    await world.template(company, 'welcome', 'en', { category: 'UTILITY' });
    await world.template(company, 'otp', 'en', { status: 'PENDING' });
    expect(await world.send(company, PHONE)).toMatchObject(problem(422, 'otp_no_template'));
    await world.template(company, 'a', 'en');
    await world.template(company, 'b', 'en');
    const several = await world.send(company, PHONE);
    expect(several).toMatchObject(problem(422, 'otp_no_template'));
    expect(several.body.detail).toContain('a, b');
    expect((await world.call('PUT', '/otp/settings', company, { template: 'gone' })).status).toBe(200);
    expect((await world.send(company, PHONE)).body.detail).toContain('gone');
    expect(await world.send(company, PHONE, { outletId: v7() })).toMatchObject(problem(404, 'not_found'));
    await world.infra.rows(`update tenant.outlets set status = 'disabled' where tenant_id = $1`, [company.tenantId]);
    expect(await world.send(company, PHONE)).toMatchObject(problem(422, 'otp_no_outlet'));
    expect(await world.send(company, PHONE, { outletId: company.outletId })).toMatchObject(problem(422, 'otp_no_outlet'));
    await nothing(company);
  });
});

describe('limits', () => {
  it('are the company’s own: per number, address and company, each for an hour from the first', async () => {
    const company = await world.company();
    const limits = { digits: 8, validSeconds: 60, maxAttempts: 2, resendSeconds: 0, perPhone: 2, perAddress: 3, perTenant: 6 };
    const before = await world.call('GET', '/otp/settings', company);
    expect(before.body).toMatchObject({ digits: 6, validSeconds: 300, maxAttempts: 5, outletId: null });
    const put = await world.call('PUT', '/otp/settings', company, limits, { 'if-match': before.headers.get('etag')! });
    expect(put).toMatchObject({ status: 200, body: limits });
    expect(await world.call('PUT', '/otp/settings', company, limits, { 'if-match': before.headers.get('etag')! })).toMatchObject(
      problem(412, 'precondition_failed'),
    );
    expect(await world.call('PUT', '/otp/settings', company, { digits: 3 })).toMatchObject(problem(400, 'validation_failed'));
    const { code } = await world.sent(company, PHONE);
    expect(code).toMatch(/^\d{8}$/);
    await world.sent(company, PHONE);
    const third = await world.send(company, PHONE);
    expect(third).toMatchObject(problem(429, 'otp_too_many'));
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(3_500);
    const from = { clientAddress: '203.0.113.7' };
    const numbers = ['+51987654321', '+4915112345678', '+5491123456789', '+447911123456'];
    for (const number of numbers.slice(0, 3)) await world.sent(company, number, from);
    expect((await world.send(company, numbers[3]!, from)).body.detail).toContain('one address');
    await world.sent(company, numbers[3]!);
    expect((await world.send(company, '+393331234567')).body.detail).toContain('one company');
    world.forward(3_601);
    await world.sent(company, PHONE, from);
    const stored = await world.infra.rows('select kind, key from engagement.code_limits where tenant_id = $1', [company.tenantId]);
    expect(JSON.stringify(stored)).not.toMatch(/203\.0\.113\.7|16505551234/);
  });

  it('keep whole blocks of numbers from being asked for, and admins see it', async () => {
    const company = await world.company();
    await world.call('PUT', '/otp/settings', company, { perPrefix: 3 });
    for (const end of ['0001', '0002', '0003']) await world.sent(company, `+1650555${end}`);
    for (const end of ['0004', '0005']) {
      expect(await world.send(company, `+1650555${end}`)).toMatchObject({
        status: 429,
        body: { code: 'otp_unusual_traffic', prefix: '1650555' },
      });
    }
    // Who has a code already is not kept from another one.
    world.forward(31);
    await world.sent(company, '+16505550001');
    await world.sent(company, '+16505570001');
    const { items } = (await world.call('GET', '/otp/alerts', company)).body;
    expect(items).toMatchObject([{ prefix: '1650555', refused: 2 }]);
    const audited = await world.infra.rows<{ envelope: string }>(
      `select envelope from engagement.outbox where tenant_id = $1 and envelope like '%refused_unusual_traffic%'`,
      [company.tenantId],
    );
    expect(audited).toHaveLength(1);
    expect(await world.figures(company)).toMatchObject({ sent: 5, 'refused:otp_unusual_traffic': 2 });
  });

  it('hold for trying codes too, also where there is none', async () => {
    const company = await world.company();
    for (let index = 0; index < 60; index++) await world.verify(company, PHONE, '000000');
    const refused = await world.verify(company, PHONE, '000000');
    expect(refused).toMatchObject(problem(429, 'otp_too_many'));
    expect(refused.headers.get('retry-after')).not.toBeNull();
  });

  it('are forgotten after their hour, and figures after 400 days', async () => {
    const company = await world.company();
    await world.sent(company, PHONE);
    await world.infra.rows(
      `insert into engagement.code_figures (tenant_id, day, purpose, outcome, count) values ($1, current_date - 500, 'login', 'sent', 1)`,
      [company.tenantId],
    );
    world.forward(3_601);
    await world.running.app.get(PruneCodesHandler, { strict: false }).execute();
    const left = async (table: string) =>
      (await world.infra.rows(`select from engagement.${table} where tenant_id = $1`, [company.tenantId])).length;
    expect([await left('code_limits'), (await left('code_figures')) > 0]).toEqual([0, true]);
    expect(
      await world.infra.rows(`select from engagement.code_figures where tenant_id = $1 and day < current_date - 400`, [company.tenantId]),
    ).toEqual([]);
  });
});
