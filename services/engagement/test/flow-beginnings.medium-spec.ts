import { v7 } from 'uuid';
import { checkoutAbandoned, contactChanged, orderChanged, type EventOf } from '#contracts';
import { BeginByEventsHandler } from '../src/handlers/flows/begin-by-events.handler.js';
import { FlowsWorld, say, type Talk } from './flows-world.js';

const world = new FlowsWorld();

beforeAll(() => world.start(), 120_000);
afterAll(() => world.stop(), 60_000);

const HOUR = 3_600_000;
const greeting = (trigger: object, text = 'Hello {{ name }}.'): object => ({
  triggers: [trigger],
  start: 'hello',
  nodes: [say('hello', text)],
  edges: [],
});
/** The contact gets tags; the event may come more than once. */
const tagged = async ({ tenantId, contactId }: Talk, addedTags: string[], times = 1): Promise<void> => {
  const { example } = contactChanged;
  const event = { ...example, contactId, fields: ['tags'], addedTags, at: world.now().toISOString() } as EventOf<
    typeof contactChanged
  >['data'];
  const id = v7();
  for (let n = 0; n < times; n++) {
    await world.get(BeginByEventsHandler).byContacts([{ id, tenantId, data: event } as unknown as EventOf<typeof contactChanged>]);
  }
};
const ordered = async ({ tenantId, contactId }: Talk, milestones: ('created' | 'paid')[], orderId = v7()): Promise<void> => {
  const { previousStatus: _, ...example } = orderChanged.example;
  await world.infra.publish(orderChanged, tenantId, { ...example, orderId, contactId, milestones, at: world.now().toISOString() });
  await world.infra.settled('engagement');
};

describe('a flow begins', () => {
  it('by a tag that a contact gets, once for each time, and not again within an hour: flows set tags, too', async () => {
    const outlet = await world.outlet();
    const talk = await world.talk(outlet);
    await world.flow(outlet, greeting({ kind: 'tag', tags: ['vip', 'press'] }));
    await tagged(talk, ['other']);
    expect(await world.said(talk)).toEqual([]);
    await tagged(talk, ['vip'], 2);
    expect(await world.said(talk)).toEqual(['Hello Rosa.']);
    await tagged(talk, ['press']);
    expect(await world.said(talk)).toHaveLength(1);
    world.forward(HOUR + 1_000);
    await tagged(talk, ['press']);
    expect(await world.said(talk)).toHaveLength(2);
    expect(await world.runs(talk)).toMatchObject([
      { begun_by: expect.stringMatching(/^tag:.*:vip$/) },
      { begun_by: expect.stringMatching(/:press$/) },
    ]);
  }, 60_000);

  it('by an event of the bus, as any other service hears it', async () => {
    const outlet = await world.outlet();
    const talk = await world.talk(outlet);
    await world.flow(outlet, greeting({ kind: 'tag', tags: ['vip'] }));
    await world.infra.publish(contactChanged, talk.tenantId, {
      ...contactChanged.example,
      contactId: talk.contactId,
      addedTags: ['vip'],
      at: world.now().toISOString(),
    });
    await world.infra.settled('engagement');
    expect(await world.said(talk)).toEqual(['Hello Rosa.']);
  }, 60_000);

  it('by an order and by its payment, each once, and by a checkout that is left', async () => {
    const outlet = await world.outlet();
    const [buyer, leaver] = [await world.talk(outlet), await world.talk(outlet)];
    await world.flow(outlet, greeting({ kind: 'event', events: ['order_created'] }, 'Ordered.'));
    await world.flow(outlet, greeting({ kind: 'event', events: ['order_paid', 'checkout_abandoned'] }, 'Paid or left.'));
    const orderId = v7();
    await ordered(buyer, [], v7());
    await ordered(buyer, ['created'], orderId);
    await ordered(buyer, ['paid'], orderId);
    await ordered(buyer, ['paid'], orderId);
    expect(await world.said(buyer)).toEqual(['Ordered.', 'Paid or left.']);
    const checkout = { ...checkoutAbandoned.example, checkoutId: v7(), contactId: leaver.contactId };
    for (let n = 0; n < 2; n++) await world.infra.publish(checkoutAbandoned, leaver.tenantId, checkout);
    await world.infra.settled('engagement');
    expect(await world.said(leaver)).toEqual(['Paid or left.']);
  }, 60_000);

  it('with nobody whom a person or another flow has, and with no contact of another company', async () => {
    const outlet = await world.outlet();
    const other = await world.outlet();
    const [person, busy, foreign] = [await world.talk(outlet), await world.talk(outlet), await world.talk(other)];
    await world.flow(outlet, greeting({ kind: 'tag', tags: ['vip'] }));
    await world.flow(outlet, {
      triggers: [{ kind: 'keyword', words: ['size'] }],
      start: 'ask',
      nodes: [{ id: 'ask', kind: 'question', text: 'Which size?', answer: 'text' }],
      edges: [],
    });
    await world.says(busy, 'size');
    await world.takesOver(person);
    for (const talk of [person, busy, foreign]) await tagged(talk, ['vip']);
    await tagged({ ...foreign, tenantId: outlet.tenantId }, ['vip']);
    expect([await world.said(person), await world.said(busy), await world.said(foreign)]).toEqual([[], ['Which size?'], []]);
  }, 60_000);
});
