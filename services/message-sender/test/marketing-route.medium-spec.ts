import { eventually } from '#testing';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { graph } = world;

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

/** A number whose account has a promotion, `sale`, and a template of utility, `parcel`. */
async function account(): Promise<Outlet> {
  const outlet = await world.outlet();
  const components = [{ type: 'BODY', text: 'Hello.' }];
  graph.templates.add(
    outlet.wabaId,
    { name: 'sale', category: 'MARKETING', components },
    { name: 'parcel', category: 'UTILITY', components },
  );
  await world.call('POST', '/templates/sync', outlet.tenantId, { outletId: outlet.id });
  return outlet;
}

const reaches = (id: string, state: string) =>
  eventually(async () => expect(await world.row(id)).toMatchObject({ state }), { timeoutMs: 15_000 });
let recipients = 0;
const sends = async (outlet: Outlet, name: string, state = 'accepted'): Promise<string> => {
  const { body } = await world.call('POST', '/messages', outlet.tenantId, {
    outletId: outlet.id,
    to: `+1650555${String(++recipients).padStart(4, '0')}`,
    type: 'template',
    template: { name, language: 'en_US' },
  });
  await reaches(body.id, state);
  return body.id;
};
const ways = ({ phoneNumberId }: Outlet): string[] => graph.of(phoneNumberId).map(({ edge, body }) => `${body.template.name} ${edge}`);
const kept = ({ tenantId }: Outlet) =>
  world.infra.rows(`select template, route, code from message_sender.marketing_routes where tenant_id = $1`, [tenantId]);
/** What this process remembers for a moment is behind it: another one takes its place. */
async function anotherProcess(): Promise<void> {
  await world.running.close();
  await world.startService();
}

describe('a promotion', () => {
  it('leaves by its own way, with everything that a message has, and all else by the other one', async () => {
    const outlet = await account();
    const id = await sends(outlet, 'sale');
    await sends(outlet, 'parcel');
    const text = await world.request(outlet, 'hello', { to: '16505559999' });
    await reaches(text, 'accepted');
    const [sale, parcel, hello] = graph.of(outlet.phoneNumberId);
    expect(sale).toMatchObject({
      edge: 'marketing_messages',
      body: {
        messaging_product: 'whatsapp',
        product_policy: 'CLOUD_API_FALLBACK',
        biz_opaque_callback_data: id,
        template: { name: 'sale' },
      },
    });
    expect([parcel!.edge, hello!.edge]).toEqual(['messages', 'messages']);
    expect(parcel!.body.product_policy).toBeUndefined();
    expect(await kept(outlet)).toEqual([]);
  });

  it('is what WhatsApp has made of its template since, not what its message was written as', async () => {
    const outlet = await account();
    await world.infra.rows(`update tenant.outlets set status = 'disabled' where id = $1`, [outlet.id]);
    const template = (name: string, category: string) => ({ type: 'template', template: { name, language: 'en_US', category } });
    const ids = [
      await world.request(outlet, '', { content: template('parcel', 'UTILITY'), to: '16505559991' }),
      await world.request(outlet, '', { content: template('sale', 'MARKETING'), to: '16505559992' }),
    ];
    await eventually(async () => expect(await world.row(ids[1]!)).toMatchObject({ state: 'queued' }));
    // WhatsApp has moved one, and says that it will move the other.
    await world.infra.rows(`update message_sender.templates set category = 'MARKETING' where tenant_id = $1 and name = 'parcel'`, [
      outlet.tenantId,
    ]);
    await world.infra.rows(`update message_sender.templates set next_category = 'UTILITY' where tenant_id = $1 and name = 'sale'`, [
      outlet.tenantId,
    ]);
    await world.infra.rows(`update tenant.outlets set status = 'active' where id = $1`, [outlet.id]);
    for (const id of ids) await reaches(id, 'accepted');
    expect(ways(outlet).toSorted()).toEqual(['parcel marketing_messages', 'sale marketing_messages']);
  });

  it('of an account that may not goes by the other way at once, and so do all others, for a week', async () => {
    const outlet = await account();
    graph.script(outlet.phoneNumberId, 134_102);
    const id = await sends(outlet, 'sale');
    expect(await world.row(id)).toMatchObject({ claim: 1, errors: [] });
    await sends(outlet, 'sale');
    expect(ways(outlet)).toEqual(['sale marketing_messages', 'sale messages', 'sale messages']);
    await eventually(async () => expect(await kept(outlet)).toEqual([{ template: '', route: 'messages', code: 134_102 }]));
    await anotherProcess();
    await sends(outlet, 'sale');
    await world.infra.rows(`update message_sender.marketing_routes set told_at = now() - interval '8 days' where tenant_id = $1`, [
      outlet.tenantId,
    ]);
    await anotherProcess();
    await sends(outlet, 'sale');
    expect(ways(outlet).slice(3)).toEqual(['sale messages', 'sale marketing_messages']);
  }, 60_000);

  it('that is none for WhatsApp goes by the other way, and no other template with it', async () => {
    const outlet = await account();
    graph.templates.add(outlet.wabaId, { name: 'news', category: 'MARKETING', components: [{ type: 'BODY', text: 'News.' }] });
    await world.call('POST', '/templates/sync', outlet.tenantId, { outletId: outlet.id });
    graph.script(outlet.phoneNumberId, 134_100);
    await sends(outlet, 'sale');
    await sends(outlet, 'sale');
    await sends(outlet, 'news');
    expect(ways(outlet)).toEqual(['sale marketing_messages', 'sale messages', 'sale messages', 'news marketing_messages']);
  });

  it('of an account that sends promotions by their own way alone finds it, also after it was said to be closed', async () => {
    const outlet = await account();
    graph.script(outlet.phoneNumberId, 134_102);
    await sends(outlet, 'sale');
    graph.script(outlet.phoneNumberId, 131_063);
    await sends(outlet, 'sale');
    await sends(outlet, 'sale');
    expect(ways(outlet).slice(2)).toEqual(['sale messages', 'sale marketing_messages', 'sale marketing_messages']);
    await eventually(async () => expect(await kept(outlet)).toEqual([{ template: '', route: 'marketing_messages', code: 131_063 }]));
  });

  it('that neither way takes fails with what the way says that it belongs to, and nothing is kept', async () => {
    const outlet = await account();
    graph.script(outlet.phoneNumberId, 134_102, 131_026);
    const id = await sends(outlet, 'sale', 'failed');
    expect(await world.row(id)).toMatchObject({ errors: [{ code: 131_026 }] });
    expect(await kept(outlet)).toEqual([]);
  });

  it('waits ten minutes while WhatsApp still prepares its template, and is not sent by the other way', async () => {
    const outlet = await account();
    graph.script(outlet.phoneNumberId, 134_101);
    const id = await sends(outlet, 'sale', 'queued');
    await eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'queued', refusals: 1 }));
    const [row] = await world.infra.rows<{ wait: number }>(
      `select extract(epoch from next_attempt_at - now())::float8 as wait from message_sender.messages where id = $1`,
      [id],
    );
    expect(row!.wait).toBeGreaterThan(590);
    expect(ways(outlet)).toEqual(['sale marketing_messages']);
  });

  it('whose answer is lost is tried on no other way', async () => {
    const outlet = await account();
    graph.script(outlet.phoneNumberId, 'drop');
    await sends(outlet, 'sale', 'unknown');
    expect(ways(outlet)).toEqual(['sale marketing_messages']);
  });
});
