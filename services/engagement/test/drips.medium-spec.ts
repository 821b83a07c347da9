import { v7 } from 'uuid';
import { contactErasureRequested } from '#contracts';
import { dyingAt, eventually, seeded } from '#testing';
import { ForgetRecipientsHandler } from '../src/handlers/campaigns/forget-recipients.handler.js';
import { AdvanceDripsHandler } from '../src/handlers/drips/advance-drips.handler.js';
import { CampaignWorld, TEMPLATE, type Json } from './campaign-world.js';
import { dripsIn, MESSAGE } from './drip-helpers.js';

const world = new CampaignWorld();

beforeAll(() => world.start(), 90_000);
afterAll(() => world.stop(), 30_000);

const LONG = { timeoutMs: 30_000 };
const HOUR = 3_600_000;

const { drip, enroll, progress, askedFor } = dripsIn(world);

describe('a drip', () => {
  it('sends each step at its time, once, and tells what became of it', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const [rosa] = (await world.contacts(tenantId, 1)) as [string];
    const { id } = await drip(outlet, [
      { amount: 0, unit: 'minutes' },
      { amount: 2, unit: 'days' },
    ]);
    expect(await enroll(tenantId, rosa, id)).toMatchObject({ status: 201, body: { id: expect.any(String), state: 'active' } });
    const again = await enroll(tenantId, rosa, id);
    await eventually(async () => expect(await progress(tenantId, rosa, id)).toMatchObject({ state: 'active', step: 1 }), LONG);
    expect((await progress(tenantId, rosa, id)).id).toBe(again.body.id);
    const [first] = await askedFor(tenantId);
    expect(first).toMatchObject({ class: 'drip', outletId: outlet.id, message: { type: 'template', template: { templateId: TEMPLATE } } });
    await world.tell(tenantId, first!, { status: 'accepted' });
    await world.tell(tenantId, first!, { status: 'delivered' });
    await eventually(
      async () => expect((await progress(tenantId, rosa, id)).history).toMatchObject([{ step: 1, outcome: 'delivered' }]),
      LONG,
    );
    world.forward(48 * HOUR);
    await eventually(async () => expect(await progress(tenantId, rosa, id)).toMatchObject({ state: 'completed', step: 2 }), LONG);
    expect(await askedFor(tenantId)).toHaveLength(2);
    const { body } = await world.call('GET', `/campaigns/${id}/steps`, tenantId);
    expect(body.items.map((step: Json) => step.figures)).toEqual([{ delivered: 1 }, { requested: 1 }]);
    expect((await enroll(tenantId, rosa, id)).body.id).not.toBe(again.body.id);
  }, 60_000);

  it('ends for whoever writes, whoever wants no promotions, and whoever is forgotten; a condition skips a step', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const [writes, stops, gone, other] = (await world.contacts(tenantId, 4)) as [string, string, string, string];
    const unfit = { delay: { amount: 0, unit: 'minutes' }, condition: { field: 'tags', op: 'contains', value: 'nobody' } };
    const { id } = await drip(outlet, [{ amount: 0, unit: 'minutes' }, unfit, { amount: 1, unit: 'weeks' }]);
    for (const contact of [writes, stops, gone, other]) await enroll(tenantId, contact, id);
    await eventually(async () => expect(await progress(tenantId, other, id)).toMatchObject({ state: 'active', step: 2 }), LONG);
    expect((await progress(tenantId, other, id)).history).toMatchObject([
      { step: 1, outcome: 'requested' },
      { step: 2, outcome: 'skipped', reason: 'condition' },
    ]);
    await world.writes(tenantId, writes);
    const ofStops = (await progress(tenantId, stops, id)).id;
    const asked = (await askedFor(tenantId)).find(({ reference }) => reference.includes(ofStops));
    await world.tell(tenantId, asked!, { status: 'refused', refusal: { code: 'opted_out', detail: 'wants none' } });
    await world.infra.publish(contactErasureRequested, tenantId, {
      erasureId: v7(),
      phones: [],
      userIds: [],
      conversationIds: [],
      contactIds: [gone],
    });
    await eventually(
      async () => expect(await progress(tenantId, writes, id)).toMatchObject({ state: 'exited', exitReason: 'replied' }),
      LONG,
    );
    await eventually(
      async () => expect(await progress(tenantId, stops, id)).toMatchObject({ state: 'exited', exitReason: 'opted_out' }),
      LONG,
    );
    await eventually(async () => expect((await progress(tenantId, gone, id)).code).toBe('not_found'), LONG);
    expect(await progress(tenantId, other, id)).toMatchObject({ state: 'active' });
  }, 60_000);

  it('and who was in it are forgotten long after the end', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const [rosa] = (await world.contacts(tenantId, 1)) as [string];
    const { id } = await drip(outlet, [{ amount: 0, unit: 'minutes' }]);
    await enroll(tenantId, rosa, id);
    await eventually(async () => expect(await progress(tenantId, rosa, id)).toMatchObject({ state: 'completed' }), LONG);
    await world.infra.rows(`update engagement.enrolments set ended_at = now() - interval '401 days' where campaign_id = $1`, [id]);
    await world.get(ForgetRecipientsHandler).execute();
    expect(await progress(tenantId, rosa, id)).toMatchObject({ code: 'not_found' });
    expect(await world.infra.rows('select from engagement.enrolment_steps where tenant_id = $1', [tenantId])).toEqual([]);
  }, 60_000);

  it('that fails for one contact goes on for the others, and no delay is longer than five years', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const [bad, good] = (await world.contacts(tenantId, 2)) as [string, string];
    const hour = { amount: 1, unit: 'hours' };
    const { id, steps } = await drip(outlet, [hour, hour]);
    const change = (delay: object) => world.call('PUT', `/campaigns/${id}/steps/${steps[1]}`, tenantId, { delay });
    expect(await change({ amount: 525_600, unit: 'weeks' })).toMatchObject({ status: 400, body: { errors: [{ field: 'delay.amount' }] } });
    expect(await change({ amount: 260, unit: 'weeks' })).toMatchObject({ status: 200 });
    await enroll(tenantId, bad, id);
    await world.call('POST', `/campaigns/${id}/publish`, tenantId);
    await enroll(tenantId, good, id);
    const far = JSON.stringify({ amount: 525_600, unit: 'weeks' });
    await world.infra.rows(
      `update engagement.drip_versions set steps = jsonb_set(steps, '{1,delay}', $2) where campaign_id = $1 and version = 1`,
      [id, far],
    );
    world.forward(HOUR + 1_000);
    await eventually(async () => expect(await progress(tenantId, good, id)).toMatchObject({ state: 'active', step: 1 }), LONG);
    await eventually(async () => {
      const { dueAt, step } = await progress(tenantId, bad, id);
      expect({ step, isLater: Date.parse(dueAt) > world.now().getTime() }).toEqual({ step: 0, isLater: true });
    }, LONG);
  }, 60_000);

  it('that is paused keeps what is due as it was; an old message ends nothing', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const [rosa] = (await world.contacts(tenantId, 1)) as [string];
    const { id } = await drip(outlet, [{ amount: 1, unit: 'hours' }], { late: 'skip' });
    await enroll(tenantId, rosa, id);
    const { dueAt } = await progress(tenantId, rosa, id);
    await world.writes(tenantId, rosa, new Date(world.now().getTime() - HOUR));
    await world.infra.settled('engagement');
    expect(await progress(tenantId, rosa, id)).toMatchObject({ state: 'active' });
    await world.act(tenantId, id, 'pause');
    world.forward(8 * HOUR);
    const held = () => world.infra.rows('select from engagement.enrolments where campaign_id = $1 and held', [id]);
    await eventually(async () => expect(await held()).toHaveLength(1), LONG);
    expect(await progress(tenantId, rosa, id)).toMatchObject({ state: 'active', dueAt });
    await world.act(tenantId, id, 'resume');
    await eventually(
      async () => expect((await progress(tenantId, rosa, id)).history).toMatchObject([{ step: 1, outcome: 'skipped', reason: 'late' }]),
      LONG,
    );
  }, 60_000);

  it('goes by the clock of a country whose zones agree, counts promotions of a day, and refuses what is of broadcasts', async () => {
    const outlet = await world.outlet(v7(), 'Asia/Tokyo');
    const { tenantId } = outlet;
    // Germany has two zones with the same clock.
    const [heidi] = (await world.contacts(tenantId, 1, { phones: (n) => `491511234${1_000 + n}` })) as [string];
    const now = { amount: 0, unit: 'minutes' };
    const { id } = await drip(outlet, [now, now, { at: '09:00' }], { dailyCap: 1 });
    await enroll(tenantId, heidi, id);
    await eventually(async () => expect(await progress(tenantId, heidi, id)).toMatchObject({ state: 'active', step: 2 }), LONG);
    const { dueAt, history } = await progress(tenantId, heidi, id);
    expect(history).toMatchObject([{ outcome: 'requested' }, { outcome: 'skipped', reason: 'frequency_capped' }]);
    expect(new Date(dueAt).toLocaleTimeString('en-GB', { timeZone: 'Europe/Berlin' })).toBe('09:00:00');
    const [asked] = await askedFor(tenantId);
    await world.tell(tenantId, asked!, { status: 'refused', refusal: { code: 'marketing_cap', detail: 'too many' } });
    const sent = () => world.infra.rows('select sent from engagement.daily_promotions where tenant_id = $1', [tenantId]);
    await eventually(async () => expect(await sent()).toEqual([{ sent: 0 }]), LONG);
    const body = { name: 'Fast', type: 'drip', outletId: outlet.id, perSecond: 5, holdOutPercent: 10 };
    const refused = await world.call('POST', '/campaigns', tenantId, body);
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: 'holdOutPercent' }, { field: 'perSecond' }] } });
  }, 60_000);

  it('takes a number once, also from two at once, and a draft is deleted with its steps', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const { body } = await world.call('POST', '/campaigns', tenantId, { name: 'Draft', type: 'drip', outletId: outlet.id });
    const step = { stepNumber: 1, delay: { at: '09:00' }, message: MESSAGE };
    const added = await Promise.all([1, 2, 3].map(() => world.call('POST', `/campaigns/${body.id}/steps`, tenantId, step)));
    expect(added.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await world.call('DELETE', `/campaigns/${body.id}`, tenantId)).toMatchObject({ status: 204 });
    expect(await world.infra.rows('select from engagement.drip_steps where tenant_id = $1', [tenantId])).toEqual([]);
  });

  it('is of one company, and a broadcast has no steps', async () => {
    const outlet = await world.outlet();
    const [rosa] = (await world.contacts(outlet.tenantId, 1)) as [string];
    const { id, steps } = await drip(outlet, [{ amount: 1, unit: 'days' }]);
    await enroll(outlet.tenantId, rosa, id);
    const stranger = v7();
    expect(await world.call('GET', `/campaigns/${id}/steps`, stranger)).toMatchObject({ status: 404 });
    expect(await world.call('PUT', `/campaigns/${id}/steps/${steps[0]}`, stranger, { stepNumber: 3 })).toMatchObject({ status: 404 });
    expect(await enroll(stranger, rosa, id)).toMatchObject({ status: 404 });
    expect(await world.call('GET', `/contacts/${rosa}/campaigns/${id}/progress`, stranger)).toMatchObject({ status: 404 });
    const broadcast = await world.campaign(outlet, [rosa]);
    expect(await world.call('GET', `/campaigns/${broadcast}/steps`, outlet.tenantId)).toMatchObject({ body: { code: 'not_a_drip' } });
    const taken = { stepNumber: 1, delay: { at: '09:00' }, message: MESSAGE };
    expect(await world.call('POST', `/campaigns/${id}/steps`, outlet.tenantId, taken)).toMatchObject({
      body: { code: 'step_number_taken' },
    });
  });

  it('through random interleavings of time, replies, opt-outs, edits and deaths: no step twice, none left out without a reason, each on its version', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const contacts = await world.contacts(tenantId, 60);
    const { id, steps } = await drip(outlet, [
      { amount: 1, unit: 'hours' },
      { amount: 2, unit: 'hours' },
      { amount: 1, unit: 'hours' },
    ]);
    const random = seeded(20_261_130);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const advance = world.get(AdvanceDripsHandler);
    /** What has happened, as the model has it: the version at enrolment, and who has left. */
    const model = new Map<string, { contact: string; version: number; left: boolean }>();
    let version = 1;
    for (let turn = 0; turn < 400; turn++) {
      const what = random();
      if (what < 0.35) {
        const contact = pick(contacts);
        const { body } = await enroll(tenantId, contact, id);
        if (!model.has(body.id)) model.set(body.id, { contact, version, left: false });
      } else if (what < 0.6) {
        world.forward(Math.floor(random() * 2 * HOUR));
      } else if (what < 0.68) {
        const contact = pick(contacts);
        await world.writes(tenantId, contact);
        await world.infra.settled('engagement');
        for (const one of model.values()) if (one.contact === contact) one.left = true;
      } else if (what < 0.74) {
        const delay = { amount: 1 + Math.floor(random() * 3), unit: 'hours' };
        await world.call('PUT', `/campaigns/${id}/steps/${pick(steps)}`, tenantId, { delay });
        version = (await world.call('POST', `/campaigns/${id}/publish`, tenantId)).body.version;
      } else if (what < 0.87) {
        await dyingAt('chasqui_engagement', Math.floor(random() * 25), () => advance.execute());
      } else {
        await advance.execute();
      }
    }
    world.forward(24 * HOUR);
    await eventually(async () => {
      const [row] = await world.infra.rows<{ count: string }>(
        `select count(*) from engagement.enrolments where campaign_id = $1 and state = 'active'`,
        [id],
      );
      if (Number(row!.count) > 0) world.forward(12 * HOUR);
      expect(Number(row!.count)).toBe(0);
    }, LONG);
    const enrolments = await world.infra.rows<Json>(
      `select e.id, e.version, e.state, e.exit_reason, e.done, array_agg(s.step_number order by s.step_number) filter (where s.step_number is not null) as steps,
         count(s.message_id)::integer as sent, bool_and(s.outcome <> 'skipped' or s.reason is not null) as reasons
       from engagement.enrolments e left join engagement.enrolment_steps s on s.enrolment_id = e.id where e.campaign_id = $1 group by e.tenant_id, e.id`,
      [id],
    );
    expect(enrolments.length).toBe(model.size);
    expect(enrolments.length).toBeGreaterThan(60);
    const references = (await askedFor(tenantId)).map(({ reference }) => reference);
    expect(new Set(references).size).toBe(references.length);
    let sent = 0;
    for (const enrolment of enrolments) {
      const told = model.get(enrolment.id)!;
      expect(enrolment.version).toBe(told.version);
      // From the first on, none left out.
      expect(enrolment.steps ?? []).toEqual([1, 2, 3].slice(0, enrolment.done));
      expect(enrolment.reasons ?? true).toBe(true);
      if (enrolment.state === 'completed') expect(enrolment.done).toBe(3);
      else expect({ reason: enrolment.exit_reason, left: told.left }).toEqual({ reason: 'replied', left: true });
      sent += enrolment.sent;
    }
    expect(references.length).toBe(sent);
  }, 240_000);
});
