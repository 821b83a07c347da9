import { accountChanged, messageReceived } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, type Infrastructure } from '#testing';
import { webhookBuilder as build } from '#whatsapp';
import {
  addOutlet,
  addUnconfirmedOutlet,
  asSuperadmin,
  postSigned,
  startGateway,
  startWorld,
  TENANT_A,
  TENANT_B,
} from './gateway-world.js';

interface Item {
  id: string;
  tenant_id: string | null;
  kind: string;
  outcome: string;
  code: string | null;
}

describe('whom a webhook is for', () => {
  let infra: Infrastructure;
  let gateway: RunningService;
  let superadmin: Record<string, string>;
  let numbers = 0;

  beforeAll(async () => {
    infra = await startWorld();
    superadmin = await asSuperadmin(infra);
    gateway = await startGateway(infra);
  }, 60_000);
  afterAll(async () => {
    await gateway?.close();
    await infra?.stop();
  }, 30_000);

  const aNumber = () => ({ phoneNumberId: `phone-${++numbers}`, wabaId: `waba-${numbers}` });
  /** A message to the number and news of its account, in one body. @returns their items */
  const receive = async ({ phoneNumberId, wabaId }: { phoneNumberId: string; wabaId: string }): Promise<Item[]> => {
    const before = await infra.rows<{ id: string }>('select id from gateway.webhook_items');
    const message = build.textMessage({ wamid: `wamid.${phoneNumberId}.${before.length}`, from: '1650', body: 'private' });
    const body = build.webhookBody(
      build.messagesEntry({ phoneNumberId, wabaId }, { messages: [message] }),
      build.accountEntry(wabaId, 'account_update', { event: 'VERIFIED_ACCOUNT' }),
    );
    expect((await postSigned(gateway, JSON.stringify(body))).status).toBe(200);
    return eventually(async () => {
      const rows = await infra.rows<Item>(
        'select id, tenant_id, kind, outcome, code from gateway.webhook_items where not id = any($1) order by index',
        [before.map(({ id }) => id)],
      );
      expect(rows).toHaveLength(2);
      return rows;
    });
  };
  const outcome = (items: Item[]) => items.map(({ kind, tenant_id, code }) => [kind, tenant_id, code]);
  const replay = async (items: Item[]): Promise<{ replayed: number; reasons: { code: string }[] }> => {
    const response = await fetch(`${gateway.url}/api/v1/ops/replay`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...superadmin },
      body: JSON.stringify({ itemIds: items.map(({ id }) => id) }),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as { replayed: number; reasons: { code: string }[] };
  };
  const again = (items: Item[]) =>
    infra.rows<Item>('select id, tenant_id, kind, outcome, code from gateway.webhook_items where id = any($1) order by index', [
      items.map(({ id }) => id),
    ]);
  const toldTo = async (tenantId: string): Promise<string[]> =>
    [...(await infra.outboxEvents(messageReceived, tenantId)), ...(await infra.outboxEvents(accountChanged, tenantId))].map(({ id }) => id);

  it.each(['waiting', 'refused', 'confirmed'] as const)(
    'is nobody, where somebody only says that number and account are theirs (%s, not routed to)',
    async (confirmation) => {
      const number = aNumber();
      await addUnconfirmedOutlet(infra, TENANT_B, number.phoneNumberId, number.wabaId, confirmation);
      const items = await receive(number);
      expect(outcome(items)).toEqual([
        ['message', null, 'unknown_phone_number'],
        ['account', null, 'unknown_waba'],
      ]);
      expect((await replay(items)).reasons.map(({ code }) => code)).toEqual(['unknown_phone_number', 'unknown_waba']);
      expect(await toldTo(TENANT_B)).not.toContain(items[0]!.id);
    },
  );

  it('is the one who has it, whoever else names number and account', async () => {
    const number = aNumber();
    await addOutlet(infra, TENANT_A, number.phoneNumberId, number.wabaId);
    await addUnconfirmedOutlet(infra, TENANT_B, number.phoneNumberId, number.wabaId, 'waiting');
    await addUnconfirmedOutlet(infra, TENANT_B, `${number.phoneNumberId}-made-up`, number.wabaId, 'refused');
    expect(outcome(await receive(number))).toEqual([
      ['message', TENANT_A, null],
      ['account', TENANT_A, null],
    ]);
  });

  it('is never whoever gets number and account later, on a replay neither', async () => {
    const number = aNumber();
    const items = await receive(number);
    await addOutlet(infra, TENANT_B, number.phoneNumberId, number.wabaId);
    expect((await replay(items)).reasons.map(({ code }) => code)).toEqual(['not_connected_then', 'not_connected_then']);
    expect(outcome(await again(items))).toEqual([
      ['message', null, 'not_connected_then'],
      ['account', null, 'not_connected_then'],
    ]);
    const told = await toldTo(TENANT_B);
    for (const { id } of items) expect(told).not.toContain(id);
    // What arrives from now on is theirs.
    expect(outcome(await receive(number))).toEqual([
      ['message', TENANT_B, null],
      ['account', TENANT_B, null],
    ]);
  });

  it('is nobody while a number that changed hands is quarantined', async () => {
    const number = aNumber();
    await addOutlet(infra, TENANT_B, number.phoneNumberId, number.wabaId, `now() + interval '23 hours'`);
    const items = await receive(number);
    expect(outcome(items)).toEqual([
      ['message', null, 'not_connected_then'],
      ['account', null, 'not_connected_then'],
    ]);
    // A day later they are nobody's all the same.
    await infra.owner.query(`update tenant.outlets set routes_from = now() where phone_number_id = $1`, [number.phoneNumberId]);
    expect((await replay(items)).replayed).toBe(0);
  });

  it('is not a tenant who joined an account after the news arrived', async () => {
    const number = aNumber();
    await addOutlet(infra, TENANT_A, number.phoneNumberId, number.wabaId);
    await addOutlet(infra, TENANT_B, `${number.phoneNumberId}-2`, number.wabaId, `now() + interval '1 hour'`);
    expect(outcome(await receive(number))).toEqual([
      ['message', TENANT_A, null],
      ['account', TENANT_A, null],
    ]);
    await infra.owner.query(`update tenant.outlets set routes_from = now() where phone_number_id = $1`, [`${number.phoneNumberId}-2`]);
    expect(outcome(await receive(number))).toEqual([
      ['message', TENANT_A, null],
      ['account', null, 'ambiguous_waba'],
    ]);
  });

  it('is the tenant whose it was found to be, when that tenant connects the number anew', async () => {
    const number = aNumber();
    const outletId = await addOutlet(infra, TENANT_A, number.phoneNumberId, number.wabaId);
    const items = await receive(number);
    await infra.owner.query(`update gateway.webhook_items set outcome = 'dead', code = 'handler_failed' where id = any($1)`, [
      items.map(({ id }) => id),
    ]);
    await infra.owner.query('delete from tenant.outlets where id = $1', [outletId]);
    await addOutlet(infra, TENANT_A, number.phoneNumberId, number.wabaId);
    expect((await replay(items)).replayed).toBe(2);
    expect(outcome(await again(items))).toEqual([
      ['message', TENANT_A, null],
      ['account', TENANT_A, null],
    ]);
  });
});
