import { v7 } from 'uuid';
import { eventually } from '#testing';
import { KEPT_VERSIONS } from '../src/handlers/drips/publish-drip.step.js';
import { CampaignWorld, type Json } from './campaign-world.js';
import { dripsIn, MESSAGE } from './drip-helpers.js';

const world = new CampaignWorld();

beforeAll(() => world.start(), 120_000);
afterAll(() => world.stop(), 60_000);

const LONG = { timeoutMs: 30_000 };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const AT_ONCE = { amount: 0, unit: 'minutes' };
const WEEK = { amount: 1, unit: 'weeks' };
const { drip, enroll, progress } = dripsIn(world);

describe('the rules of a drip', () => {
  it('take nobody again before so many days, or never; a reply ends only what it is to end', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const [rosa] = (await world.contacts(tenantId, 1)) as [string];
    const [never, later, goesOn, ends] = await Promise.all([
      drip(outlet, [AT_ONCE], { reenrolAfterDays: null }),
      drip(outlet, [AT_ONCE], { reenrolAfterDays: 3 }),
      drip(outlet, [AT_ONCE, WEEK], { exitOnReply: false }),
      drip(outlet, [AT_ONCE, WEEK]),
    ]);
    for (const { id } of [never, later, goesOn, ends]) expect(await enroll(tenantId, rosa, id)).toMatchObject({ status: 201 });
    for (const { id } of [never, later]) {
      await eventually(async () => expect(await progress(tenantId, rosa, id)).toMatchObject({ state: 'completed' }), LONG);
      expect(await enroll(tenantId, rosa, id)).toMatchObject({ status: 409, body: { code: 'enrolled_before' } });
    }
    await world.writes(tenantId, rosa);
    await eventually(async () => expect(await progress(tenantId, rosa, ends.id)).toMatchObject({ state: 'exited' }), LONG);
    expect(await progress(tenantId, rosa, goesOn.id)).toMatchObject({ state: 'active' });
    world.forward(3 * DAY + HOUR);
    expect(await enroll(tenantId, rosa, later.id)).toMatchObject({ status: 201 });
    expect(await enroll(tenantId, rosa, never.id)).toMatchObject({ status: 409 });
    const broadcast = { name: 'Sale', type: 'broadcast', outletId: outlet.id, exitOnReply: false, reenrolAfterDays: 2 };
    expect(await world.call('POST', '/campaigns', tenantId, broadcast)).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'exitOnReply' }, { field: 'reenrolAfterDays' }] },
    });
  }, 90_000);

  it('of a list: whoever is taken out of it leaves, and the list cannot be deleted under a drip that runs', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const [stays, goes, merged, old] = (await world.contacts(tenantId, 4)) as [string, string, string, string];
    const { body: list } = await world.call('POST', '/segments', tenantId, { name: 'Guests', contactIds: [stays, goes, old] });
    await world.infra.rows('update conversation.contacts set merged_into = $3 where tenant_id = $1 and id = $2', [tenantId, old, merged]);
    const { id } = await drip(outlet, [WEEK, WEEK], { audience: { segmentId: list.id } });
    for (const contact of [stays, goes, merged]) await enroll(tenantId, contact, id);
    await world.call('POST', `/segments/${list.id}/contacts`, tenantId, { remove: [goes] });
    expect(await world.call('DELETE', `/segments/${list.id}`, tenantId)).toMatchObject({ status: 409, body: { code: 'segment_in_use' } });
    world.forward(7 * DAY + HOUR);
    await eventually(
      async () => expect(await progress(tenantId, goes, id)).toMatchObject({ state: 'exited', exitReason: 'left_segment' }),
      LONG,
    );
    for (const contact of [stays, merged]) {
      await eventually(async () => expect(await progress(tenantId, contact, id)).toMatchObject({ state: 'active', step: 1 }), LONG);
    }
    const gone = await world.call('POST', '/segments', tenantId, { name: 'Gone', contactIds: [stays] });
    const { body: draft } = await world.call('POST', '/campaigns', tenantId, {
      name: 'Draft',
      type: 'drip',
      outletId: outlet.id,
      audience: { segmentId: gone.body.id },
    });
    await world.call('POST', `/campaigns/${draft.id}/steps`, tenantId, { stepNumber: 1, delay: WEEK, message: MESSAGE });
    expect(await world.call('DELETE', `/segments/${gone.body.id}`, tenantId)).toMatchObject({ status: 204 });
    for (const act of ['start', 'publish']) {
      const refused = await world.call('POST', `/campaigns/${draft.id}/${act}`, tenantId);
      expect(refused).toMatchObject({ status: 422, body: { code: 'campaign_incomplete', errors: [{ field: 'audience.segmentId' }] } });
    }
  }, 90_000);

  it('a step is taken away, steps say whether they are published, and whoever is in it is listed', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const [rosa, ines] = (await world.contacts(tenantId, 2)) as [string, string];
    const { id, steps } = await drip(outlet, [AT_ONCE, WEEK]);
    const told = async (): Promise<Json> => (await world.call('GET', `/campaigns/${id}/steps`, tenantId)).body;
    expect(await told()).toMatchObject({ version: 1, isPublished: true });
    await enroll(tenantId, rosa, id);
    expect(await world.call('DELETE', `/campaigns/${id}/steps/${steps[1]}`, tenantId)).toMatchObject({ status: 204 });
    expect(await world.call('DELETE', `/campaigns/${id}/steps/${steps[1]}`, tenantId)).toMatchObject({ status: 404 });
    expect(await told()).toMatchObject({ version: 1, isPublished: false, items: [{ id: steps[0] }] });
    await world.call('POST', `/campaigns/${id}/publish`, tenantId);
    expect(await told()).toMatchObject({ version: 2, isPublished: true });
    await enroll(tenantId, ines, id);
    const list = async (query = ''): Promise<Json> => (await world.call('GET', `/campaigns/${id}/enrolments${query}`, tenantId)).body;
    await eventually(
      async () =>
        expect((await list()).items).toMatchObject([
          { contactId: ines, state: 'completed', version: 2, done: 1, endedAt: expect.any(String) },
          { contactId: rosa, state: 'active', version: 1, done: 1, dueAt: expect.any(String) },
        ]),
      LONG,
    );
    const first = await list('?limit=1');
    expect((await list(`?limit=1&cursor=${first.nextCursor}`)).items).toMatchObject([{ contactId: rosa }]);
    expect((await list('?state=completed')).items).toMatchObject([{ contactId: ines }]);
    expect(await world.call('GET', `/campaigns/${id}/enrolments`, v7())).toMatchObject({ status: 404 });
    expect(await world.call('DELETE', `/campaigns/${id}/steps/${steps[0]}`, v7())).toMatchObject({ status: 404 });
  }, 90_000);

  it('stay those of the version in which somebody began; old versions in which nobody is under way go', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const [rosa, ines] = (await world.contacts(tenantId, 2)) as [string, string];
    const { id, steps } = await drip(outlet, [WEEK]);
    const publish = async (message: object): Promise<void> => {
      expect(await world.call('PUT', `/campaigns/${id}/steps/${steps[0]}`, tenantId, message)).toMatchObject({ status: 200 });
      expect(await world.call('POST', `/campaigns/${id}/publish`, tenantId)).toMatchObject({ status: 200 });
    };
    await enroll(tenantId, rosa, id);
    await publish({ delay: AT_ONCE });
    await enroll(tenantId, ines, id);
    await eventually(async () => expect(await progress(tenantId, ines, id)).toMatchObject({ state: 'completed', version: 2 }), LONG);
    for (let n = 0; n < KEPT_VERSIONS; n++) await publish({ delay: { amount: n + 1, unit: 'hours' } });
    const versions = await world.infra.rows<Json>(
      'select version from engagement.drip_versions where tenant_id = $1 and campaign_id = $2 order by version',
      [tenantId, id],
    );
    expect(versions.map(({ version }) => version)).toEqual([1, ...Array.from({ length: KEPT_VERSIONS }, (_, index) => index + 3)]);
    world.forward(7 * DAY + HOUR);
    await eventually(async () => expect(await progress(tenantId, rosa, id)).toMatchObject({ state: 'completed', version: 1 }), LONG);
    expect(await progress(tenantId, ines, id)).toMatchObject({ state: 'completed', version: 2, step: 1 });
  }, 120_000);
});
