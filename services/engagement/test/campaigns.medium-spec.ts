import { v7 } from 'uuid';
import { contactErasureRequested, engagementAudited, engagementErased } from '#contracts';
import { eventually } from '#testing';
import { CampaignWorld, contactOf, TEMPLATE, type Json } from './campaign-world.js';

const world = new CampaignWorld();

beforeAll(() => world.start(), 90_000);
afterAll(() => world.stop(), 30_000);

const LONG = { timeoutMs: 30_000 };
const sum = ({ audience: _, ...states }: Json): number => Object.values(states).reduce((all: number, one) => all + Number(one), 0);

async function reaches(tenantId: string, id: string, totals: Json): Promise<void> {
  await eventually(async () => expect(await world.totals(tenantId, id)).toMatchObject(totals), LONG);
}

describe('a broadcast', () => {
  it('asks for one message for each contact, and follows each to its end', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const contacts = await world.contacts(tenantId, 8, { name: 'Rosa' });
    const id = await world.campaign(outlet, contacts);
    expect((await world.call('GET', `/campaigns/${id}`, tenantId)).body).toMatchObject({ state: 'draft', totals: { audience: 0 } });
    await world.act(tenantId, id, 'start');
    await eventually(async () => expect(await world.asked(tenantId)).toHaveLength(8), LONG);
    const asked = await world.asked(tenantId);
    expect(asked.map(contactOf).sort()).toEqual(contacts);
    expect(asked[0]).toMatchObject({
      outletId: outlet.id,
      class: 'broadcast',
      message: { type: 'template', template: { templateId: TEMPLATE, parameters: { 1: 'Rosa' } } },
    });
    expect(await world.totals(tenantId, id)).toMatchObject({ audience: 8, queued: 8 });
    const [one, two, three, four, five, six, seven] = asked as [(typeof asked)[0], ...typeof asked];
    await world.tell(tenantId, one, { status: 'accepted' });
    for (const status of ['accepted', 'delivered'] as const) await world.tell(tenantId, two!, { status });
    for (const status of ['accepted', 'delivered', 'read'] as const) await world.tell(tenantId, three!, { status });
    await world.tell(tenantId, four!, { status: 'failed', errors: [{ code: 131026, title: 'Message undeliverable' }] as never });
    await world.tell(tenantId, five!, { status: 'refused', refusal: { code: 'opted_out', detail: 'wants none' } });
    await world.tell(tenantId, six!, { status: 'refused', refusal: { code: 'marketing_cap', detail: 'too many' } });
    for (const status of ['accepted', 'delivered'] as const) await world.tell(tenantId, seven!, { status });
    await reaches(tenantId, id, { audience: 8, queued: 1, sent: 1, delivered: 2, read: 1, failed: 1, skipped: 1, optedOut: 1 });
    await world.writes(tenantId, contactOf(seven!));
    await reaches(tenantId, id, { delivered: 1, replied: 1 });
    const totals = await world.totals(tenantId, id);
    expect(sum(totals)).toBe(totals.audience);
    expect((await world.call('GET', `/campaigns/${id}/reasons`, tenantId)).body.items).toEqual([
      { state: 'failed', reason: '131026', recipients: 1 },
      { state: 'optedOut', reason: 'opted_out', recipients: 1 },
      { state: 'skipped', reason: 'marketing_cap', recipients: 1 },
    ]);
    expect((await world.call('GET', `/campaigns/${id}/reasons`, v7())).status).toBe(404);
    const { body } = await world.call('GET', `/campaigns/${id}/recipients?state=failed`, tenantId);
    expect(body.items).toMatchObject([{ contactId: contactOf(four!), state: 'failed', reason: '131026', messageId: four!.messageId }]);
    const all = (await world.call('GET', `/campaigns/${id}/recipients?limit=5`, tenantId)).body;
    const rest = (await world.call('GET', `/campaigns/${id}/recipients?limit=5&cursor=${all.nextCursor}`, tenantId)).body;
    expect([...all.items, ...rest.items].map((item: Json) => item.contactId)).toEqual(contacts);
    await world.tell(tenantId, asked[7]!, { status: 'accepted' });
    await eventually(async () => expect((await world.call('GET', `/campaigns/${id}`, tenantId)).body.state).toBe('completed'), LONG);
    const actions = (await world.infra.outboxEvents(engagementAudited, tenantId)).map(({ data }) => data.action);
    expect(actions).toEqual(['campaign.created', 'campaign.started', 'campaign.completed']);
  }, 60_000);

  it('goes once more to those whom another one reached no further than so', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const id = await world.campaign(outlet, await world.contacts(tenantId, 4));
    const again = (audience: object, over: object = {}) =>
      world.call('POST', '/campaigns', tenantId, {
        name: 'Again',
        type: 'broadcast',
        outletId: outlet.id,
        audience,
        message: { templateId: TEMPLATE, parameters: {} },
        ...over,
      });
    const unread = { campaignId: id, states: ['sent', 'delivered'] };
    expect(await again(unread)).toMatchObject({ status: 400, body: { errors: [{ field: 'audience.campaignId' }] } });
    await world.act(tenantId, id, 'start');
    await eventually(async () => expect(await world.asked(tenantId)).toHaveLength(4), LONG);
    const [one, two, three, four] = await world.asked(tenantId);
    await world.tell(tenantId, one!, { status: 'accepted' });
    await world.tell(tenantId, two!, { status: 'delivered' });
    await world.tell(tenantId, three!, { status: 'read' });
    await world.tell(tenantId, four!, { status: 'refused', refusal: { code: 'opted_out', detail: 'wants none' } });
    await reaches(tenantId, id, { sent: 1, delivered: 1, read: 1, optedOut: 1 });
    const wrong: [object, string][] = [
      [{ campaignId: v7(), states: ['sent'] }, 'audience.campaignId'],
      [{ campaignId: id, states: [] }, 'audience.states'],
      [{ campaignId: id, states: ['optedOut'] }, 'audience.states'],
      [{ campaignId: id }, 'audience.states'],
      [{ ...unread, contactIds: [contactOf(one!)] }, 'audience'],
      [{ states: ['sent'], contactIds: [contactOf(one!)] }, 'audience.states'],
    ];
    for (const [audience, field] of wrong) {
      const { status, body } = await again(audience);
      expect({ status, fields: body.errors?.map((error: Json) => error.field) }).toEqual({
        status: 400,
        fields: expect.arrayContaining([field]),
      });
    }
    expect(await again(unread, { type: 'drip', message: undefined })).toMatchObject({ status: 400 });
    const { body: second } = await again(unread);
    expect(second.audience).toEqual(unread);
    await world.act(tenantId, second.id, 'start');
    await eventually(async () => expect(await world.totals(tenantId, second.id)).toMatchObject({ audience: 2, queued: 2 }), LONG);
    await eventually(async () => expect(await world.asked(tenantId)).toHaveLength(6), LONG);
    expect((await world.asked(tenantId)).slice(4).map(contactOf).sort()).toEqual([one!, two!].map(contactOf).sort());
    await world.infra.rows('update engagement.campaigns set recipients_kept = false where tenant_id = $1 and id = $2', [tenantId, id]);
    const { body: third } = await world.call('GET', `/campaigns/${second.id}`, tenantId);
    expect(await again(third.audience)).toMatchObject({ status: 400, body: { errors: [{ field: 'audience.campaignId' }] } });
  }, 60_000);

  it('is a promotion unless it says otherwise', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const contacts = await world.contacts(tenantId, 1);
    const sale = await world.campaign(outlet, contacts);
    const notice = await world.campaign(outlet, contacts, { purpose: 'utility' });
    expect((await world.call('GET', `/campaigns/${sale}`, tenantId)).body.purpose).toBe('marketing');
    expect((await world.call('GET', `/campaigns/${notice}`, tenantId)).body.purpose).toBe('utility');
    for (const id of [sale, notice]) await world.act(tenantId, id, 'start');
    await eventually(async () => expect(await world.asked(tenantId)).toHaveLength(2), LONG);
    const asked = await world.asked(tenantId);
    // The gate takes what goes to many and says nothing for a promotion, by whatever template.
    expect(asked.map(({ class: sendClass, purpose = 'none' }) => `${sendClass} ${purpose}`).sort()).toEqual([
      'broadcast none',
      'broadcast utility',
    ]);
    const wrong = await world.call('PUT', `/campaigns/${await world.campaign(outlet, contacts)}`, tenantId, { purpose: 'service' });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ field: 'purpose' }] } });
  }, 60_000);

  it('is not moved back by reports that come late, and a delivery undoes a failure', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const id = await world.campaign(outlet, await world.contacts(tenantId, 3));
    await world.act(tenantId, id, 'start');
    await eventually(async () => expect(await world.asked(tenantId)).toHaveLength(3), LONG);
    const [one, two, three] = await world.asked(tenantId);
    for (const status of ['read', 'delivered', 'accepted'] as const) await world.tell(tenantId, one!, { status });
    await world.tell(tenantId, two!, { status: 'failed', errors: [{ code: 131000, title: 'no' }] as never });
    await reaches(tenantId, id, { read: 1, failed: 1 });
    await world.tell(tenantId, two!, { status: 'delivered' });
    await reaches(tenantId, id, { read: 1, delivered: 1, failed: 0 });
    expect((await world.call('GET', `/campaigns/${id}/reasons`, tenantId)).body.items).toEqual([]);
    // The answer comes before the report of what is answered.
    await world.writes(tenantId, contactOf(three!));
    await world.infra.settled('engagement');
    expect(await world.totals(tenantId, id)).toMatchObject({ queued: 1, replied: 0 });
    await world.tell(tenantId, three!, { status: 'delivered' });
    await reaches(tenantId, id, { queued: 0, replied: 1 });
  }, 60_000);

  it('holds a stable part of the contacts out, and measures what they do', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const contacts = await world.contacts(tenantId, 100);
    const [first, second] = [
      await world.campaign(outlet, contacts, { holdOutPercent: 40, holdOutScope: 'global' }),
      await world.campaign(outlet, contacts, { holdOutPercent: 40, holdOutScope: 'global' }),
    ];
    const heldOut: string[][] = [];
    for (const id of [first, second]) {
      await world.act(tenantId, id, 'start');
      await reaches(tenantId, id, { audience: 100 });
      const { body } = await world.call('GET', `/campaigns/${id}/recipients?state=heldOut&limit=200`, tenantId);
      heldOut.push(body.items.map((item: Json) => item.contactId));
    }
    expect(heldOut[0]).toEqual(heldOut[1]);
    expect(heldOut[0]!.length).toBeGreaterThan(20);
    await eventually(async () => expect(await world.asked(tenantId)).toHaveLength(2 * (100 - heldOut[0]!.length)), LONG);
    const asked = (await world.asked(tenantId)).filter(({ reference }) => reference.includes(first));
    expect(asked.some((one) => heldOut[0]!.includes(contactOf(one)))).toBe(false);
    for (const one of asked.slice(0, 10)) await world.tell(tenantId, one, { status: 'delivered' });
    await reaches(tenantId, first, { delivered: 10 });
    for (const one of asked.slice(0, 10)) await world.writes(tenantId, contactOf(one));
    await world.writes(tenantId, heldOut[0]![0]!);
    const treated = 100 - heldOut[0]!.length;
    await eventually(
      async () =>
        expect((await world.call('GET', `/campaigns/${first}/lift`, tenantId)).body).toMatchObject({
          metric: 'replied',
          treated: { size: treated, successes: 10, rate: 10 / treated },
          heldOut: { size: heldOut[0]!.length, successes: 1 },
          lift: { difference: 10 / treated - 1 / heldOut[0]!.length, low: expect.any(Number), high: expect.any(Number) },
        }),
      LONG,
    );
    expect(await world.totals(tenantId, first)).toMatchObject({ replied: 10, heldOut: heldOut[0]!.length });
  }, 90_000);

  it('pauses, goes on and is cancelled: nothing is asked for meanwhile, and the rest is skipped', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const contacts = await world.contacts(tenantId, 60);
    const id = await world.campaign(outlet, contacts, { perSecond: 10 });
    await world.act(tenantId, id, 'start');
    await eventually(async () => expect((await world.asked(tenantId)).length).toBeGreaterThanOrEqual(10), LONG);
    expect(await world.act(tenantId, id, 'pause')).toMatchObject({ state: 'paused', pauseReason: 'by_hand' });
    const before = await world.asked(tenantId);
    // A second's worth at most is ever under way: nobody has told what became of these.
    expect(before).toHaveLength(10);
    for (const one of before) await world.tell(tenantId, one, { status: 'accepted' });
    await reaches(tenantId, id, { sent: 10, queued: 50 });
    world.forward(5_000);
    expect(await world.asked(tenantId)).toHaveLength(10);
    await world.act(tenantId, id, 'resume');
    await eventually(async () => expect((await world.asked(tenantId)).length).toBeGreaterThan(10), LONG);
    await world.act(tenantId, id, 'cancel');
    await eventually(async () => expect((await world.totals(tenantId, id)).skipped).toBeGreaterThan(0), LONG);
    const asked = (await world.asked(tenantId)).length;
    await reaches(tenantId, id, { audience: 60, sent: 10, queued: asked - 10, skipped: 60 - asked });
    const { body } = await world.call('GET', `/campaigns/${id}/recipients?state=skipped&limit=1`, tenantId);
    expect(body.items[0].reason).toBe('cancelled');
    expect((await world.call('POST', `/campaigns/${id}/resume`, tenantId)).body).toMatchObject({ code: 'campaign_state' });
  }, 90_000);

  it('stops by itself when too many fail, and when WhatsApp rates the number worse', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const id = await world.campaign(outlet, await world.contacts(tenantId, 120), { perSecond: 60 });
    await world.act(tenantId, id, 'start');
    await eventually(async () => expect((await world.asked(tenantId)).length).toBeGreaterThanOrEqual(60), LONG);
    for (const one of await world.asked(tenantId)) {
      await world.tell(tenantId, one, { status: 'failed', errors: [{ code: 131000, title: 'Something went wrong' }] as never });
    }
    await eventually(
      async () =>
        expect((await world.call('GET', `/campaigns/${id}`, tenantId)).body).toMatchObject({
          state: 'paused',
          pauseReason: 'too_many_failures',
        }),
      LONG,
    );
    await world.act(tenantId, id, 'resume');
    await eventually(async () => expect(await world.asked(tenantId)).toHaveLength(120), LONG);
    const other = await world.outlet();
    const rated = await world.campaign(other, await world.contacts(other.tenantId, 3), { perSecond: 1 });
    await world.act(other.tenantId, rated, 'start');
    await eventually(async () => expect(await world.asked(other.tenantId)).toHaveLength(1), LONG);
    await world.infra.rows(`update tenant.outlets set quality = 'YELLOW' where id = $1`, [other.id]);
    await eventually(
      async () =>
        expect((await world.call('GET', `/campaigns/${rated}`, other.tenantId)).body).toMatchObject({
          state: 'paused',
          pauseReason: 'quality_fell',
        }),
      LONG,
    );
  }, 90_000);

  it('keeps its segment while it is under way; one that goes wrong pauses, and others go on', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const contactIds = await world.contacts(tenantId, 1);
    const segment = (await world.call('POST', '/segments', tenantId, { name: 'Few', contactIds })).body;
    const at = (hours: number): object => ({ at: new Date(world.now().getTime() + hours * 3_600_000).toISOString() });
    const wrong = await world.campaign(outlet, [], { audience: { segmentId: segment.id }, schedule: at(1) });
    const right = await world.campaign(outlet, contactIds, { schedule: at(1.1) });
    for (const id of [wrong, right]) await world.act(tenantId, id, 'start');
    expect(await world.call('DELETE', `/segments/${segment.id}`, tenantId)).toMatchObject({
      status: 409,
      body: { code: 'segment_in_use' },
    });
    await world.infra.rows('delete from engagement.segments where id = $1', [segment.id]);
    world.forward(2 * 3_600_000);
    await eventually(async () => expect(await world.asked(tenantId)).toHaveLength(1), LONG);
    expect((await world.asked(tenantId))[0]!.reference).toContain(right);
    const { body } = await world.call('GET', `/campaigns/${wrong}`, tenantId);
    expect(body).toMatchObject({ state: 'paused', pauseReason: 'went_wrong' });
    await world.act(tenantId, wrong, 'cancel');
  }, 60_000);

  it('keeps quiet at night by the clock of each, caps promotions a day, and skips whom it cannot fill', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const hour = (ahead: number): string => new Date(world.now().getTime() + ahead * 3_600_000).toISOString().slice(11, 16);
    const quietHours = { from: hour(-1), to: hour(2) };
    // Four hours away it is not quiet, and on that side the day does not end within the next three hours.
    const away = world.now().getUTCHours() <= 15 ? 'Etc/GMT-4' : 'Etc/GMT+4';
    const [asleep, awake] = [
      await world.contacts(tenantId, 1, { attributes: { timeZone: 'UTC' } }),
      await world.contacts(tenantId, 1, { attributes: { timeZone: away } }),
    ];
    const id = await world.campaign(outlet, [...asleep, ...awake, v7()], { quietHours, dailyCap: 1 });
    await world.act(tenantId, id, 'start');
    await eventually(async () => expect((await world.asked(tenantId)).map(contactOf)).toEqual(awake), LONG);
    const { body } = await world.call('GET', `/campaigns/${id}/recipients?state=queued`, tenantId);
    const waiting = body.items.find((item: Json) => item.contactId === asleep[0]);
    expect(waiting.dueAt.slice(11, 16)).toBe(quietHours.to);
    // Until then the campaign sleeps too.
    const sleeps = (): Promise<unknown[]> =>
      world.infra.rows('select from engagement.campaigns where id = $1 and due_at = $2', [id, waiting.dueAt]);
    await eventually(async () => expect(await sleeps()).toHaveLength(1), LONG);
    world.forward(3 * 3_600_000);
    await eventually(async () => expect((await world.asked(tenantId)).map(contactOf).sort()).toEqual([...asleep, ...awake].sort()), LONG);
    const again = await world.campaign(outlet, awake, { dailyCap: 1 });
    await world.act(tenantId, again, 'start');
    await reaches(tenantId, again, { audience: 1, skipped: 1 });
    const capped = await world.call('GET', `/campaigns/${again}/recipients`, tenantId);
    expect(capped.body.items).toMatchObject([{ state: 'skipped', reason: 'frequency_capped' }]);
    const nameless = await world.campaign(outlet, awake, {
      message: { templateId: TEMPLATE, parameters: { 1: { from: 'attributes.none' } } },
    });
    await world.act(tenantId, nameless, 'start');
    await reaches(tenantId, nameless, { audience: 1, skipped: 1 });
    // Who was to get it and did not may write all the same, as those who were held out may.
    await world.writes(tenantId, awake[0]!);
    const answered = () => world.infra.rows('select answered from engagement.campaign_totals where campaign_id = $1', [nameless]);
    await eventually(async () => expect(await answered()).toEqual([{ answered: 1 }]), LONG);
    await world.infra.rows(`update conversation.contacts set email = 'rosa@shop.example' where id = $1`, [awake[0]]);
    const mailed = await world.campaign(outlet, awake, { message: { templateId: TEMPLATE, parameters: { 1: { from: 'contact.email' } } } });
    await world.act(tenantId, mailed, 'start');
    await eventually(async () => expect(JSON.stringify(await world.asked(tenantId))).toContain('rosa@shop.example'), LONG);
  }, 90_000);

  it('keeps a customer who is forgotten in its numbers, as nobody', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const contacts = await world.contacts(tenantId, 2);
    const id = await world.campaign(outlet, contacts);
    await world.act(tenantId, id, 'start');
    await eventually(async () => expect(await world.asked(tenantId)).toHaveLength(2), LONG);
    await world.infra.publish(contactErasureRequested, tenantId, {
      erasureId: v7(),
      phones: (await world.asked(tenantId)).filter((one) => contactOf(one) === contacts[0]).map(({ to }) => to),
      userIds: [],
      conversationIds: [],
      contactIds: [contacts[0]!],
    });
    await reaches(tenantId, id, { audience: 2, queued: 1, skipped: 1 });
    const { body } = await world.call('GET', `/campaigns/${id}/recipients`, tenantId);
    expect(body.items.map((item: Json) => item.contactId)).not.toContain(contacts[0]);
    const [erased] = await world.infra.outboxEvents(engagementErased, tenantId);
    expect(erased!.data.counts).toMatchObject({ recipients: 1, events: 1 });
    expect((await world.asked(tenantId)).map(contactOf)).toEqual([contacts[1]]);
  }, 60_000);

  it('is of one company', async () => {
    const outlet = await world.outlet();
    const id = await world.campaign(outlet, await world.contacts(outlet.tenantId, 1));
    const stranger = v7();
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/recipients'],
      ['GET', '/lift'],
      ['POST', '/start'],
      ['DELETE', ''],
    ]) {
      expect(await world.call(method!, `/campaigns/${id}${path}`, stranger)).toMatchObject({ status: 404 });
    }
    const body = { name: 'x', type: 'broadcast', outletId: outlet.id };
    expect(await world.call('POST', '/campaigns', stranger, body)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    for (const at of ['2026-W50-1T00:00:00Z', '2026-350T00:00:00Z', '+012026-01-01T00:00:00Z']) {
      const odd = await world.call('POST', '/campaigns', outlet.tenantId, { ...body, schedule: { at } });
      expect(odd).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    }
    expect((await world.call('GET', '/campaigns', stranger)).body).toEqual({ items: [], nextCursor: null });
  });
});
