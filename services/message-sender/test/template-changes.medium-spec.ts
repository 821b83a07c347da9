import { accountChanged, holdEnded, holdPlaced, templateChanged } from '#contracts';
import { eventually } from '#testing';
import { v7 } from 'uuid';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { templates: atGraph } = world.graph;

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

const sync = (outlet: Outlet) => world.call('POST', '/templates/sync', outlet.tenantId, { outletId: outlet.id });
const only = async (outlet: Outlet) => (await world.call('GET', '/templates', outlet.tenantId)).body.items[0] as any;
const told = async (outlet: Outlet) =>
  (await world.infra.outboxEvents(templateChanged)).filter(({ tenantId }) => tenantId === outlet.tenantId).map(({ data }) => data);

async function account(
  template: object = {},
): Promise<{ outlet: Outlet; listed: any; say: (field: string, value: object, at?: Date, id?: string) => Promise<unknown> }> {
  const outlet = await world.outlet();
  const [listed] = atGraph.add(outlet.wabaId, template) as any[];
  await sync(outlet);
  const { name, language } = await only(outlet);
  const about = { message_template_id: Number(listed.id), message_template_name: name, message_template_language: language };
  const say = (field: string, value: object, at = new Date(), id = v7()) =>
    world.infra.publish(
      accountChanged,
      outlet.tenantId,
      { wabaId: outlet.wabaId, field, value: { ...about, ...value }, at: at.toISOString() },
      { id },
    );
  return { outlet, listed, say };
}

describe('others hear of a template', () => {
  it('once for each change that WhatsApp reports, whichever it is, with what was before', async () => {
    const { outlet, say } = await account({ name: 'order_update', category: 'UTILITY', status: 'PENDING' });
    expect(await told(outlet)).toEqual([]);
    const { id, name, language } = await only(outlet);
    const base = Date.now();
    const at = (seconds: number): Date => new Date(Math.floor(base / 1000) * 1000 + seconds * 1000);
    const effective = Math.floor(base / 1000) + 86_400;
    const twice = v7();
    for (let times = 0; times < 2; times++) {
      await say('message_template_status_update', { event: 'REJECTED', reason: 'INVALID_FORMAT' }, at(1), twice);
    }
    // The same again by another webhook, and one that is older.
    await say('message_template_status_update', { event: 'REJECTED', reason: 'INVALID_FORMAT' }, at(2));
    await say('message_template_status_update', { event: 'PENDING' }, at(-60));
    await say('message_template_status_update', { event: 'APPROVED' }, at(3));
    await say('message_template_quality_update', { previous_quality_score: 'UNKNOWN', new_quality_score: 'YELLOW' }, at(4));
    await say(
      'template_category_update',
      { correct_category: 'MARKETING', new_category: 'UTILITY', category_update_timestamp: effective },
      at(5),
    );
    await say('template_category_update', { previous_category: 'UTILITY', new_category: 'MARKETING' }, at(6));
    await say('message_template_status_update', { event: 'DELETED' }, at(7));
    await world.infra.settled('message-sender');
    const which = { templateId: id, wabaId: outlet.wabaId, name, language };
    const expected = [
      { ...which, change: 'status', from: 'PENDING', to: 'REJECTED', reason: 'INVALID_FORMAT', at: at(1).toISOString() },
      { ...which, change: 'status', from: 'REJECTED', to: 'APPROVED', at: at(3).toISOString() },
      { ...which, change: 'quality', from: expect.any(String), to: 'YELLOW', at: at(4).toISOString() },
      {
        ...which,
        change: 'category_announced',
        from: 'UTILITY',
        to: 'MARKETING',
        effectiveAt: new Date(effective * 1000).toISOString(),
        at: at(5).toISOString(),
      },
      { ...which, change: 'category', from: 'UTILITY', to: 'MARKETING', at: at(6).toISOString() },
      { ...which, change: 'status', from: 'APPROVED', to: 'DELETED', at: at(7).toISOString() },
    ];
    await eventually(async () => expect(await told(outlet)).toEqual(expected));
  });

  it('when a list tells what no report told, and its queue stops and goes on by that too', async () => {
    const { outlet, listed } = await account({ name: 'pickup_ready', status: 'APPROVED', category: 'UTILITY' });
    listed.status = 'PAUSED';
    listed.category = 'MARKETING';
    await sync(outlet);
    await sync(outlet);
    expect(await told(outlet)).toMatchObject([
      { name: 'pickup_ready', change: 'status', from: 'APPROVED', to: 'PAUSED' },
      { name: 'pickup_ready', change: 'category', from: 'UTILITY', to: 'MARKETING' },
    ]);
    const holds = async () => (await world.call('GET', '/messages/holds', outlet.tenantId)).body.items as any[];
    expect(await holds()).toMatchObject([{ scope: 'template', key: `${outlet.wabaId}:pickup_ready`, code: '132015' }]);
    const content = { type: 'template', template: { name: 'pickup_ready', language: listed.language, category: 'UTILITY' } };
    const [paused, other] = [
      await world.request(outlet, '', { content: content as never }),
      await world.request(outlet, 'Hello', { to: '16505550000' }),
    ];
    // What is not of the template passes by; what is of it stays where it is.
    await eventually(async () => expect(await world.row(other)).toMatchObject({ state: 'accepted' }));
    expect(await world.row(paused)).toMatchObject({ state: 'queued' });
    listed.status = 'APPROVED';
    await sync(outlet);
    expect(await holds()).toEqual([]);
    await eventually(async () => expect(await world.row(paused)).toMatchObject({ state: 'accepted' }));
    expect(await told(outlet)).toHaveLength(3);
  });

  it('when somebody of the tenant has it reviewed again or deletes it, but not of the category that they chose themselves', async () => {
    const { outlet } = await account({ name: 'greeting', status: 'REJECTED', category: 'UTILITY' });
    const { id } = await only(outlet);
    const components = [{ type: 'BODY', text: 'We are open again.' }];
    expect(await world.call('PUT', `/templates/${id}`, outlet.tenantId, { components, category: 'MARKETING' })).toMatchObject({
      status: 200,
    });
    expect(await told(outlet)).toMatchObject([{ change: 'status', from: 'REJECTED', to: 'PENDING' }]);
    expect(await world.call('DELETE', `/templates/${id}`, outlet.tenantId)).toMatchObject({ status: 204 });
    expect(await told(outlet)).toMatchObject([{ to: 'PENDING' }, { change: 'status', to: 'DELETED' }]);
  });
});

describe('a paused template', () => {
  const queue = async (outlet: Outlet): Promise<string> => {
    const content = { type: 'template', template: { name: 'spring', language: 'en_US', category: 'UTILITY' } };
    const id = await world.request(outlet, '', { content });
    await eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'queued' }));
    return id;
  };
  const fails = (id: string, code: number) =>
    eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'failed', errors: [{ code }] }), { timeoutMs: 15_000 });
  const isHeld = async (outlet: Outlet): Promise<boolean> =>
    (await world.call('GET', '/messages/holds', outlet.tenantId)).body.items.length > 0;

  it.each([
    ['DELETED', 132_001],
    ['DISABLED', 132_016],
    ['REJECTED', 132_001],
  ])('that ends as %s lets what is queued of it fail with WhatsApp’s reason, and its end is no news of its own', async (event, code) => {
    const { outlet, say } = await account({ name: 'spring', status: 'APPROVED', category: 'UTILITY' });
    await say('message_template_status_update', { event: 'PAUSED' }, new Date(Date.now() - 2_000));
    await eventually(async () => expect(await isHeld(outlet)).toBe(true));
    const id = await queue(outlet);
    world.graph.script(outlet.phoneNumberId, code);
    await say('message_template_status_update', { event });
    await fails(id, code);
    expect(await isHeld(outlet)).toBe(false);
    expect(await world.infra.outboxEvents(holdPlaced, outlet.tenantId)).toEqual([]);
    expect(await world.infra.outboxEvents(holdEnded, outlet.tenantId)).toEqual([]);
  });

  it('that a list misses lets them fail too; while another language of it is paused they wait', async () => {
    const { outlet, say } = await account({ name: 'spring', status: 'APPROVED', category: 'UTILITY' });
    const [spanish] = atGraph.add(outlet.wabaId, { name: 'spring', language: 'es', status: 'PAUSED', category: 'UTILITY' }) as any[];
    await sync(outlet);
    await say('message_template_status_update', { event: 'PAUSED' });
    await eventually(async () => expect(await isHeld(outlet)).toBe(true));
    await say('message_template_status_update', { event: 'DISABLED' });
    await world.infra.settled('message-sender');
    const id = await queue(outlet);
    expect(await isHeld(outlet)).toBe(true);
    atGraph.ofAccount.get(outlet.wabaId)!.splice(0);
    expect(spanish.status).toBe('PAUSED');
    world.graph.script(outlet.phoneNumberId, 132_001);
    await sync(outlet);
    await fails(id, 132_001);
  });

  it('that was told to be stopped, because a message met it, is told to go on', async () => {
    const { outlet, say } = await account({ name: 'spring', status: 'APPROVED', category: 'UTILITY' });
    world.graph.script(outlet.phoneNumberId, 132_015);
    await queue(outlet);
    await eventually(async () => expect(await world.infra.outboxEvents(holdPlaced, outlet.tenantId)).toHaveLength(1));
    await say('message_template_status_update', { event: 'PAUSED' });
    await say('message_template_status_update', { event: 'APPROVED' });
    await eventually(async () => expect(await world.infra.outboxEvents(holdEnded, outlet.tenantId)).toHaveLength(1));
  });
});
