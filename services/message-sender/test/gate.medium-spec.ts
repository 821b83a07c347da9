import fc from 'fast-check';
import { v7 } from 'uuid';
import { eventually } from '#testing';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { templates: atGraph } = world.graph;

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

/** A number whose account has a template of marketing, `sale`, and one of utility, `parcel`. */
async function account(): Promise<Outlet> {
  const outlet = await world.outlet();
  const components = [{ type: 'BODY', text: 'Hello.' }];
  atGraph.add(outlet.wabaId, { name: 'sale', category: 'MARKETING', components }, { name: 'parcel', category: 'UTILITY', components });
  await world.call('POST', '/templates/sync', outlet.tenantId, { outletId: outlet.id });
  return outlet;
}

const send = (outlet: Outlet, name: string, to = '+16505551234', over: object = {}) =>
  world.call('POST', '/messages', outlet.tenantId, {
    outletId: outlet.id,
    to,
    type: 'template',
    template: { name, language: 'en_US' },
    ...over,
  });

const refuse = (tenantId: string, contact: { phone?: string; userId?: string }) =>
  world.infra.rows(
    `insert into conversation.contacts (tenant_id, id, phone, user_id, marketing_consent) values ($1, $2, $3, $4, 'denied')`,
    [tenantId, v7(), contact.phone ?? null, contact.userId ?? null],
  );

const hold = (outlet: Outlet) => world.infra.rows(`update tenant.outlets set status = 'disabled' where tenant_id = $1`, [outlet.tenantId]);
const release = (outlet: Outlet) => world.infra.rows(`update tenant.outlets set status = 'active' where tenant_id = $1`, [outlet.tenantId]);

describe('a customer who wants no promotions', () => {
  it('is sent none from any number of the tenant, and still gets what they are waiting for', async () => {
    const outlet = await account();
    await refuse(outlet.tenantId, { phone: '16505551234' });
    expect(await send(outlet, 'sale')).toMatchObject({ status: 422, body: { code: 'opted_out' } });
    expect(await send(outlet, 'parcel')).toMatchObject({ status: 202 });
    expect(await send(outlet, 'sale', '+16505550000')).toMatchObject({ status: 202 });
    // To another tenant they have said nothing.
    expect(await send(await account(), 'sale')).toMatchObject({ status: 202 });
  });

  it('is known under every spelling of their number', async () => {
    const outlet = await account();
    await refuse(outlet.tenantId, { phone: '551187654321' });
    expect(await send(outlet, 'sale', '+5511987654321')).toMatchObject({ status: 422, body: { code: 'opted_out' } });
    await refuse(outlet.tenantId, { phone: '447700900111' });
    await world.infra.rows(
      `insert into conversation.contact_spellings (tenant_id, phone, wa_id) values ($1, '447700900222', '447700900111')`,
      [outlet.tenantId],
    );
    expect(await send(outlet, 'sale', '+447700900222')).toMatchObject({ status: 422, body: { code: 'opted_out' } });
  });

  it('gets nothing that goes to many either, unless its sender says that it is no promotion', async () => {
    const outlet = await account();
    await refuse(outlet.tenantId, { phone: '16505551234' });
    for (const sendClass of ['broadcast', 'drip']) {
      expect(await send(outlet, 'parcel', undefined, { class: sendClass })).toMatchObject({ status: 422, body: { code: 'opted_out' } });
      expect(await send(outlet, 'parcel', undefined, { class: sendClass, purpose: 'utility' })).toMatchObject({ status: 202 });
    }
    expect(await send(outlet, 'sale', undefined, { class: 'broadcast', purpose: 'utility' })).toMatchObject({
      status: 422,
      body: { code: 'purpose_mismatch' },
    });
  });

  it('gets nothing that goes to many and waits, from their refusal on', async () => {
    const outlet = await account();
    const { body: held } = await world.call('POST', '/messages/holds', outlet.tenantId, { outletId: outlet.id, reason: 'Not yet' });
    const late = await send(outlet, 'parcel', undefined, { class: 'broadcast' });
    const notice = await send(outlet, 'parcel', undefined, { class: 'broadcast', purpose: 'utility' });
    const other = await send(outlet, 'parcel', '+16505550000', { class: 'broadcast' });
    await refuse(outlet.tenantId, { phone: '16505551234' });
    await world.call('DELETE', `/messages/holds/${held.id}`, outlet.tenantId);
    await eventually(
      async () => {
        expect(await world.row(late.body.id)).toMatchObject({ state: 'failed', errors: [{ code: 131_050 }] });
        expect(await world.row(notice.body.id)).toMatchObject({ state: 'accepted' });
        expect(await world.row(other.body.id)).toMatchObject({ state: 'accepted' });
      },
      { timeoutMs: 15_000 },
    );
    expect(world.graph.of(outlet.phoneNumberId)).toHaveLength(2);
  }, 30_000);

  it('gets none of those that are on their way already', async () => {
    const outlet = await account();
    await hold(outlet);
    // A disabled outlet takes nothing from programs; what others ask for waits.
    const marketing = { type: 'template', template: { name: 'sale', language: 'en_US', category: 'MARKETING' } };
    const late = await world.request(outlet, '', { content: marketing });
    const other = await world.request(outlet, '', { content: marketing, to: '16505550000' });
    const utility = await world.request(outlet, '', {
      content: { type: 'template', template: { ...marketing.template, name: 'parcel', category: 'UTILITY' } } as never,
    });
    await eventually(async () => expect(await world.row(utility)).toMatchObject({ state: 'queued' }));
    await refuse(outlet.tenantId, { phone: '16505551234' });
    await release(outlet);
    await eventually(async () => {
      expect(await world.row(late)).toMatchObject({ state: 'failed', errors: [{ code: 131_050 }] });
      expect(await world.row(other)).toMatchObject({ state: 'accepted' });
      expect(await world.row(utility)).toMatchObject({ state: 'accepted' });
    });
    const sent = world.graph.of(outlet.phoneNumberId).map(({ body }: any) => [body.to, body.template.name]);
    expect(sent.toSorted()).toEqual([
      ['+16505550000', 'sale'],
      ['+16505551234', 'parcel'],
    ]);
  });

  it('gets none from the moment of the refusal on, whatever is queued before, between and after', async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ does: fc.constant('send' as const), who: fc.nat(3) }) },
      { weight: 1, arbitrary: fc.record({ does: fc.constant('refuse' as const), who: fc.nat(3) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        const outlet = await world.outlet();
        await hold(outlet);
        const ids: { id: string; phone: string }[] = [];
        const refused = new Set<string>();
        for (const { does, who } of steps) {
          const phone = `1650555000${who}`;
          if (does === 'send') {
            const content = { type: 'template', template: { name: 'sale', language: 'en_US', category: 'MARKETING' } };
            ids.push({ id: await world.request(outlet, '', { content, to: phone }), phone });
          } else if (!refused.has(phone)) {
            refused.add(phone);
            await refuse(outlet.tenantId, { phone });
          }
        }
        await release(outlet);
        await eventually(async () => {
          for (const { id, phone } of ids) {
            expect(await world.row(id)).toMatchObject({ state: refused.has(phone) ? 'failed' : 'accepted' });
          }
        });
        const reached = new Set(world.graph.of(outlet.phoneNumberId).map(({ body }: any) => String(body.to).slice(1)));
        expect([...reached].filter((phone) => refused.has(phone))).toEqual([]);
      }),
      { numRuns: 8 },
    );
  }, 60_000);
});
