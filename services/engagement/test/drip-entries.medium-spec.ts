import { v7 } from 'uuid';
import { contactChanged, type EventOf } from '#contracts';
import { eventually } from '#testing';
import { WALK_MS } from '../src/handlers/drips/enrol-segment.step.js';
import { CampaignWorld, type Json } from './campaign-world.js';
import { dripsIn, MESSAGE } from './drip-helpers.js';

const world = new CampaignWorld();

beforeAll(() => world.start(), 120_000);
afterAll(() => world.stop(), 60_000);

const LONG = { timeoutMs: 30_000 };
const WEEK = { amount: 1, unit: 'weeks' };
const { drip, progress } = dripsIn(world);

const changed = async (tenantId: string, contactId: string, what: Partial<EventOf<typeof contactChanged>['data']>): Promise<void> => {
  const { contact } = contactChanged.example;
  const told = { contactId, change: 'changed' as const, fields: ['tags'], contact, at: world.now().toISOString() };
  await world.infra.publish(contactChanged, tenantId, { ...told, ...what });
};
const tag = (tenantId: string, contactIds: readonly string[], tags: readonly string[]) =>
  world.infra.rows('update conversation.contacts set tags = $3 where tenant_id = $1 and id = any($2::uuid[])', [
    tenantId,
    contactIds,
    tags,
  ]);
const enrolled = async (tenantId: string, id: string): Promise<Json[]> =>
  (await world.call('GET', `/campaigns/${id}/enrolments?limit=200`, tenantId)).body.items;

describe('contacts come into a drip by themselves', () => {
  it('by a tag and by being made: also one that is paused, each event once, and none of a drip that has ended', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const [rosa, ines] = (await world.contacts(tenantId, 2)) as [string, string];
    const byTag = await drip(outlet, [WEEK], { enrolOn: { on: 'tag', value: 'vip' } });
    const byMaking = await drip(outlet, [WEEK], { enrolOn: { on: 'event', value: 'contact_created' } });
    const over = await drip(outlet, [WEEK], { enrolOn: { on: 'tag', value: 'vip' } });
    await world.act(tenantId, over.id, 'cancel');
    await world.act(tenantId, byMaking.id, 'pause');
    await changed(tenantId, rosa, { addedTags: ['new', 'vip'] });
    await changed(tenantId, rosa, { addedTags: ['other'] });
    await changed(tenantId, ines, { change: 'created', fields: ['phone'] });
    await eventually(async () => expect(await progress(tenantId, rosa, byTag.id)).toMatchObject({ state: 'active', step: 0 }), LONG);
    await eventually(async () => expect(await progress(tenantId, ines, byMaking.id)).toMatchObject({ state: 'active' }), LONG);
    await world.infra.settled('engagement');
    expect(await enrolled(tenantId, byTag.id)).toMatchObject([{ contactId: rosa }]);
    expect(await enrolled(tenantId, byMaking.id)).toMatchObject([{ contactId: ines }]);
    expect(await enrolled(tenantId, over.id)).toEqual([]);
    const { enrolOn } = (await world.call('GET', `/campaigns/${byTag.id}`, tenantId)).body;
    expect(enrolOn).toEqual({ on: 'tag', value: 'vip' });
  }, 90_000);

  it('by coming into its segment: many in turns, again only who left it with the segment', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const contacts = (await world.contacts(tenantId, 620)).toSorted();
    const [inside, late] = [contacts.slice(0, 610), contacts.slice(610)] as [string[], string[]];
    await tag(tenantId, inside, ['guest']);
    const segment = await world.call('POST', '/segments', tenantId, {
      name: 'Guests',
      expression: { field: 'tags', op: 'contains', value: 'guest' },
    });
    const audience = { segmentId: segment.body.id };
    const { id } = await drip(outlet, [WEEK, WEEK], { audience, enrolOn: { on: 'segment' } });
    const count = async (): Promise<number> =>
      Number(
        (await world.infra.rows<{ count: string }>('select count(*) from engagement.enrolments where campaign_id = $1', [id]))[0]!.count,
      );
    await eventually(async () => expect(await count()).toBe(610), LONG);
    const left = inside[0]!;
    await tag(tenantId, [left], []);
    await tag(tenantId, late, ['guest']);
    world.forward(WALK_MS + 1_000);
    await eventually(async () => expect(await count()).toBe(620), LONG);
    world.forward(7 * 24 * 3_600_000);
    await eventually(async () => expect(await progress(tenantId, left, id)).toMatchObject({ exitReason: 'left_segment' }), LONG);
    await tag(tenantId, [left], ['guest']);
    world.forward(WALK_MS + 1_000);
    await eventually(async () => expect(await progress(tenantId, left, id)).toMatchObject({ state: 'active', step: 0 }), LONG);
    expect(await count()).toBe(621);
    await world.act(tenantId, id, 'pause');
    const due = () => world.infra.rows<Json>('select due_at, taken_until from engagement.campaigns where id = $1', [id]);
    expect(await due()).toMatchObject([{ due_at: null }]);
    await world.act(tenantId, id, 'resume');
    await eventually(async () => expect(await due()).toMatchObject([{ due_at: expect.anything(), taken_until: null }]), LONG);
    await world.act(tenantId, id, 'cancel');
  }, 120_000);

  it('what it says must fit: an event that there is, a segment that it has, and a drip', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const base = { name: 'Drip', type: 'drip', outletId: outlet.id };
    for (const enrolOn of [{ on: 'event', value: 'moon' }, { on: 'segment', value: 'vip' }, { on: 'tag' }]) {
      expect(await world.call('POST', '/campaigns', tenantId, { ...base, enrolOn })).toMatchObject({ status: 400 });
    }
    const broadcast = { ...base, type: 'broadcast', enrolOn: { on: 'segment' } };
    expect(await world.call('POST', '/campaigns', tenantId, broadcast)).toMatchObject({ body: { errors: [{ field: 'enrolOn' }] } });
    const { body } = await world.call('POST', '/campaigns', tenantId, { ...base, enrolOn: { on: 'segment' } });
    await world.call('POST', `/campaigns/${body.id}/steps`, tenantId, { stepNumber: 1, delay: WEEK, message: MESSAGE });
    expect(await world.call('POST', `/campaigns/${body.id}/publish`, tenantId)).toMatchObject({
      status: 422,
      body: { code: 'campaign_incomplete', errors: [{ field: 'audience.segmentId' }] },
    });
    await changed(v7(), v7(), { addedTags: ['vip'] });
  }, 60_000);
});
