import { v7 } from 'uuid';
import { eventually } from '#testing';
import { SendByRouteHandler } from '../src/handlers/marketing/send-by-route.handler.js';
import type { ClaimedMessage } from '../src/persistence/queue/messages.repository.js';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { graph } = world;

beforeAll(async () => {
  await world.start();
  await world.startService({ GRAPH_TIMEOUT_MS: '10000' });
}, 60_000);
afterAll(() => world.stop(), 30_000);

const PHONE = '16505551234';
const OPTED_OUT = 131_050;
const sale = { type: 'template', template: { name: 'sale', language: 'en_US', category: 'MARKETING' } };

async function account(): Promise<Outlet> {
  const outlet = await world.outlet();
  graph.templates.add(outlet.wabaId, { name: 'sale', category: 'MARKETING', components: [{ type: 'BODY', text: 'Hello.' }] });
  await world.call('POST', '/templates/sync', outlet.tenantId, { outletId: outlet.id });
  return outlet;
}
const refuse = ({ tenantId }: Outlet) =>
  world.infra.rows(`insert into conversation.contacts (tenant_id, id, phone, marketing_consent) values ($1, $2, $3, 'denied')`, [
    tenantId,
    v7(),
    PHONE,
  ]);
const isKeptBack = async (id: string): Promise<void> =>
  eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'failed', errors: [{ code: OPTED_OUT }] }), {
    timeoutMs: 15_000,
  });
const edges = ({ phoneNumberId }: Outlet): string[] => graph.of(phoneNumberId).map(({ edge }) => edge);

describe('who has refused promotions', () => {
  it('gets no template of which neither its message nor its account says what it is; who has not refused does', async () => {
    const outlet = await world.outlet();
    await refuse(outlet);
    const content = { type: 'template', template: { name: 'never_seen', language: 'en_US' } };
    await isKeptBack(await world.request(outlet, '', { content }));
    const other = await world.request(outlet, '', { content, to: '16505559999' });
    await eventually(async () => expect(await world.row(other)).toMatchObject({ state: 'accepted' }));
    expect(edges(outlet)).toEqual(['messages']);
  });

  it('gets none whose way was still being looked up when they refused', async () => {
    const outlet = await account();
    const blocker = await world.infra.owner.connect();
    try {
      await blocker.query('begin; lock table message_sender.marketing_routes in access exclusive mode');
      const id = await world.request(outlet, '', { content: sale });
      await eventually(async () =>
        expect(
          await world.infra.rows(`select from pg_locks where not granted and relation = 'message_sender.marketing_routes'::regclass`),
        ).not.toEqual([]),
      );
      await refuse(outlet);
      await blocker.query('commit');
      await isKeptBack(id);
    } finally {
      blocker.release();
    }
    expect(edges(outlet)).toEqual([]);
  });

  it('gets none by the other way, if they refused while WhatsApp was asked by the first', async () => {
    const outlet = await account();
    graph.script(outlet.phoneNumberId, async () => {
      await refuse(outlet);
      return 134_102;
    });
    await isKeptBack(await world.request(outlet, '', { content: sale }));
    expect(edges(outlet)).toEqual(['marketing_messages']);
  });
});

it('a promotion for whose other way there was no time begins with it at its next attempt', async () => {
  const outlet = await account();
  graph.script(outlet.phoneNumberId, 134_102);
  const message = { ...outlet, id: v7(), groupId: null, content: sale } as unknown as ClaimedMessage;
  const call = { phoneNumberId: outlet.phoneNumberId, accessToken: 'token-1', message: { to: `+${PHONE}`, ...sale } as never };
  const late = { outcome: 'not_sent', reason: 'timeout_before_send', detail: 'late' } as const;
  const byRoute = world.running.app.get(SendByRouteHandler);
  const first = await byRoute.routeOf(message);
  expect(await byRoute.execute(message, first, call, () => Promise.resolve(late))).toEqual(late);
  expect(await byRoute.routeOf(message)).toBe('messages');
  const id = await world.request(outlet, '', { content: sale });
  await eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'accepted', claim: 1 }));
  expect(edges(outlet)).toEqual(['marketing_messages', 'messages']);
  expect(await world.infra.rows('select route, code from message_sender.marketing_routes where tenant_id = $1', [outlet.tenantId])).toEqual(
    [{ route: 'messages', code: 134_102 }],
  );
});
