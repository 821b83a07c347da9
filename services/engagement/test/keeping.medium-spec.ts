import { TenantDatabase } from '#database';
import { eventually } from '#testing';
import { ForgetRecipientsHandler, RECIPIENTS_DAYS } from '../src/handlers/campaigns/forget-recipients.handler.js';
import { CampaignsRepository } from '../src/persistence/campaigns/campaigns.repository.js';
import { DripsRepository } from '../src/persistence/drips/drips.repository.js';
import { CampaignWorld } from './campaign-world.js';
import { dripsIn } from './drip-helpers.js';

const world = new CampaignWorld();
const { drip, enroll } = dripsIn(world);
const LONG = { timeoutMs: 30_000 };
const DAY = 24 * 3_600_000;

beforeAll(() => world.start(), 120_000);
afterAll(() => world.stop(), 60_000);

describe('what is due, and what is kept', () => {
  it('knows every company of whom something is due, also when one alone has more than is looked at', async () => {
    const [first, second] = [await world.outlet(), await world.outlet()];
    for (const outlet of [first, first, second]) {
      const people = await world.contacts(outlet.tenantId, 1);
      await world.act(outlet.tenantId, await world.campaign(outlet, people), 'start');
      const { id } = await drip(outlet, [{ amount: 2, unit: 'days' }]);
      expect((await enroll(outlet.tenantId, people[0]!, id)).status).toBe(201);
    }
    const later = new Date(world.now().getTime() + 3 * DAY).toISOString();
    const companies = [first.tenantId, second.tenantId].sort();
    for (const repository of [world.get(CampaignsRepository), world.get(DripsRepository)]) {
      const due = await world.get(TenantDatabase).forSystem((tx) => repository.tenantsDue(tx, later, 1));
      expect(due.sort()).toEqual(companies);
    }
  }, 60_000);

  it('forgets who got a campaign long after its end, and keeps its totals', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const id = await world.campaign(outlet, await world.contacts(tenantId, 3));
    await world.act(tenantId, id, 'start');
    await eventually(async () => expect(await world.asked(tenantId)).toHaveLength(3), LONG);
    for (const asked of await world.asked(tenantId)) await world.tell(tenantId, asked, { status: 'accepted' });
    await eventually(async () => expect((await world.call('GET', `/campaigns/${id}`, tenantId)).body.state).toBe('completed'), LONG);
    const totals = await world.totals(tenantId, id);
    const kept = async (): Promise<number> =>
      (await world.infra.rows('select from engagement.recipients where campaign_id = $1', [id])).length;
    await world.get(ForgetRecipientsHandler).execute();
    expect(await kept()).toBe(3);
    world.forward((RECIPIENTS_DAYS + 1) * DAY);
    await world.get(ForgetRecipientsHandler).execute();
    expect(await kept()).toBe(0);
    expect(await world.totals(tenantId, id)).toEqual(totals);
  }, 60_000);
});
