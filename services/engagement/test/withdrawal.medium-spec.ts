import { campaignMessagesWithdrawn } from '#contracts';
import { eventually } from '#testing';
import { CampaignWorld, contactOf, type Asked, type Json } from './campaign-world.js';

const world = new CampaignWorld();

beforeAll(() => world.start(), 120_000);
afterAll(() => world.stop(), 60_000);

const LONG = { timeoutMs: 30_000 };

const askedFor = async (tenantId: string, count: number): Promise<Asked[]> => {
  await eventually(async () => expect(await world.asked(tenantId)).toHaveLength(count), LONG);
  return world.asked(tenantId);
};
const recipients = async (tenantId: string, id: string): Promise<Json[]> =>
  (await world.call('GET', `/campaigns/${id}/recipients?limit=200`, tenantId)).body.items;

describe('a campaign that pauses', () => {
  it('takes back what has not left, and asks for it again when it goes on; what left stays as it is', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const contacts = await world.contacts(tenantId, 130);
    const id = await world.campaign(outlet, contacts, { dailyCap: 1 });
    await world.act(tenantId, id, 'start');
    const first = await askedFor(tenantId, 130);
    const [left, byHand] = first as [Asked, Asked];
    await world.tell(tenantId, byHand, { status: 'cancelled' });
    await eventually(async () => expect(await world.totals(tenantId, id)).toMatchObject({ skipped: 1, queued: 129 }), LONG);
    await world.act(tenantId, id, 'pause');
    const withdrawn = (await world.infra.outboxEvents(campaignMessagesWithdrawn, tenantId)).map(({ data }) => data);
    expect(withdrawn.map(({ outletId, messages }) => [outletId, messages.length])).toEqual([
      [outlet.id, 100],
      [outlet.id, 29],
    ]);
    expect(withdrawn.flatMap(({ messages }) => messages.map(({ reference }) => reference)).toSorted()).toEqual(
      first.flatMap((asked) => (asked === byHand ? [] : [asked.reference])).toSorted(),
    );
    expect((await recipients(tenantId, id)).filter(({ reason }) => reason === 'withdrawn')).toHaveLength(129);
    await world.tell(tenantId, left, { status: 'accepted' });
    const back = first.filter((asked) => asked !== left && asked !== byHand);
    for (const asked of back) await world.tell(tenantId, asked, { status: 'cancelled' });
    const waiting = async () => (await recipients(tenantId, id)).filter(({ dueAt }) => dueAt !== undefined);
    await eventually(async () => expect(await waiting()).toHaveLength(128), LONG);
    expect(await world.totals(tenantId, id)).toMatchObject({ queued: 128, sent: 1, skipped: 1, audience: 130 });
    expect(await world.asked(tenantId)).toHaveLength(130);
    await world.act(tenantId, id, 'resume');
    const again = (await askedFor(tenantId, 258)).slice(130);
    expect(again.map(contactOf).toSorted()).toEqual(back.map(contactOf).toSorted());
    expect(new Set([...first, ...again].map(({ messageId }) => messageId)).size).toBe(258);
    for (const asked of again) await world.tell(tenantId, asked, { status: 'accepted' });
    await eventually(
      async () => expect(await world.call('GET', `/campaigns/${id}`, tenantId)).toMatchObject({ body: { state: 'completed' } }),
      LONG,
    );
    expect(await world.totals(tenantId, id)).toMatchObject({ queued: 0, sent: 129, skipped: 1 });
  }, 120_000);

  it('or is cancelled: what was taken back is skipped', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const id = await world.campaign(outlet, await world.contacts(tenantId, 2));
    await world.act(tenantId, id, 'start');
    const asked = await askedFor(tenantId, 2);
    await world.act(tenantId, id, 'pause');
    await world.act(tenantId, id, 'cancel');
    expect(await world.infra.outboxEvents(campaignMessagesWithdrawn, tenantId)).toHaveLength(1);
    for (const each of asked) await world.tell(tenantId, each, { status: 'cancelled' });
    await eventually(async () => expect(await world.totals(tenantId, id)).toMatchObject({ queued: 0, skipped: 2 }), LONG);
    expect((await recipients(tenantId, id)).map(({ reason }) => reason)).toEqual(['cancelled', 'cancelled']);
  }, 60_000);
});
