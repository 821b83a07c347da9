import { FlowsWorld, ORDER } from './flows-world.js';

const world = new FlowsWorld();

beforeAll(() => world.start(), 120_000);
afterAll(() => world.stop(), 60_000);

describe('a conversation that a flow has, or has not', () => {
  it('with a group is none of a flow: the bot’s answer to the group stays due, and no program begins one there', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const group = await world.talk(outlet);
    await world.infra.rows('update conversation.contacts set phone = null, group_id = $3 where tenant_id = $1 and id = $2', [
      tenantId,
      group.contactId,
      'group-1',
    ]);
    const id = await world.flow(outlet, ORDER);
    await world.says(group, 'menu');
    expect(await world.runs(group)).toEqual([]);
    expect(await world.moved(group)).toEqual([]);
    const begun = await world.call('POST', `/flows/${id}/runs`, tenantId, { contactId: group.contactId });
    expect(begun).toMatchObject({ status: 409, body: { code: 'no_conversation' } });
  }, 60_000);

  it('goes on with the flow when its customer was merged into another contact', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const [talk, other] = [await world.talk(outlet), await world.talk(await world.outlet(tenantId))];
    await world.flow(outlet, ORDER);
    await world.says(talk, 'menu');
    await world.infra.rows('update conversation.contacts set merged_into = $3 where tenant_id = $1 and id = $2', [
      tenantId,
      talk.contactId,
      other.contactId,
    ]);
    await world.infra.rows('update conversation.conversations set contact_id = $3 where tenant_id = $1 and id = $2', [
      tenantId,
      talk.conversationId,
      other.contactId,
    ]);
    await world.says(talk, 'Large');
    expect(await world.said(other)).toEqual(['One Large.']);
    expect(await world.runs(talk)).toMatchObject([{ state: 'active', contact_id: other.contactId }]);
    expect((await world.moved(talk)).at(-1)).toMatchObject({ contactId: other.contactId });
  }, 60_000);
});
