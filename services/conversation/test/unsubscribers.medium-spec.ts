import { v7 } from 'uuid';
import { conversationAudited } from '#contracts';
import { asApiKey, asMember, eventually } from '#testing';
import { RestWorld } from './rest-world.js';

const rest = new RestWorld();
beforeAll(() => rest.begin(), 60_000);
afterAll(() => rest.end(), 30_000);

const list = async (tenantId: string, query = '', headers = asMember(rest.infra, tenantId, 'viewer')) => {
  const response = await fetch(`${rest.running.url}/api/v1/unsubscribers${query}`, { headers });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
};
const items = async (tenantId: string, query = ''): Promise<{ items: Record<string, unknown>[]; nextCursor: string | null }> =>
  JSON.parse((await list(tenantId, query)).text);

async function refused(tenantId: string, name: string, minutesAgo: number): Promise<string> {
  const id = v7();
  await rest.infra.rows(
    `insert into conversation.contacts (tenant_id, id, phone, alias, marketing_consent, consent_at, consent_source)
     values ($1, $2, $3, $4, 'denied', date_trunc('milliseconds', now()) - make_interval(mins => $5), 'a form')`,
    [tenantId, id, `1650555${String(minutesAgo).padStart(4, '0')}`, name, minutesAgo],
  );
  return id;
}

describe('unsubscribers', () => {
  it('are those who said so, with their words, until they say START', async () => {
    const { world } = await rest.started();
    await world.write({ phone: '16505551234', name: 'Ana' }, 'STOP');
    await eventually(async () => {
      expect((await items(world.tenantId)).items).toMatchObject([
        { name: 'Ana', phone: '16505551234', scope: 'marketing', source: 'whatsapp_message', wording: 'STOP', by: null },
      ]);
    });
    await world.write({ phone: '16505551234', name: 'Ana' }, 'START');
    await eventually(async () => expect((await items(world.tenantId)).items).toEqual([]));
  });

  it('are listed by pages, the newest first, of one company; as CSV they hold no formula', async () => {
    const tenantId = v7();
    for (const [name, minutes] of [
      ['Eva', 1],
      ['=HYPERLINK("x")', 2],
      ['Ben', 2000],
      ['Lea', 4],
      ['Zoe', 5],
    ] as const) {
      await refused(tenantId, name, minutes);
    }
    await refused(v7(), 'Of another company', 3);
    const first = await items(tenantId, '?limit=2');
    expect(first.items.map(({ name }) => name)).toEqual(['Eva', '=HYPERLINK("x")']);
    const second = await items(tenantId, `?limit=2&cursor=${encodeURIComponent(first.nextCursor!)}`);
    const third = await items(tenantId, `?limit=2&cursor=${encodeURIComponent(second.nextCursor!)}`);
    expect([...second.items, ...third.items].map(({ name }) => name)).toEqual(['Lea', 'Zoe', 'Ben']);
    expect(third.nextCursor).toBeNull();
    expect((await list(tenantId, '?cursor=x')).status).toBe(400);
    const asAdmin = asMember(rest.infra, tenantId, 'admin');
    const csv = await list(tenantId, '?format=csv', asAdmin);
    expect(csv.type).toContain('text/csv');
    const lines = csv.text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toBe('contactId,name,phone,userId,scope,at,source,wording,by');
    expect(lines[2]).toContain(`"'=HYPERLINK(""x"")"`);
    // It is a list of people with their numbers: who takes it out may, and is written down.
    const denied = [asMember(rest.infra, tenantId, 'agent'), asApiKey(rest.infra, tenantId, ['campaigns:read'])];
    for (const headers of denied) expect(await list(tenantId, '?format=csv', headers)).toMatchObject({ status: 403 });
    expect(await list(tenantId, '', { ...denied[0]!, accept: 'text/csv' })).toMatchObject({ status: 403 });
    await eventually(async () => {
      const told = (await rest.infra.events(conversationAudited)).filter((event) => event.tenantId === tenantId);
      expect(told.map(({ data }) => data.action)).toEqual(['contact.exported']);
    });
  });
});
