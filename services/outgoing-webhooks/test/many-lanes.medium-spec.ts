import { v7 } from 'uuid';
import { ApplyRetentionHandler } from '../src/handlers/privacy/apply-retention.handler.js';
import { WebhookWorld } from './world.js';

let world: WebhookWorld;
beforeAll(async () => {
  world = await WebhookWorld.start();
}, 90_000);
afterAll(() => world?.stop(), 30_000);

const lanes = (tenantId: string) => world.infra.rows('select endpoint_id from outgoing_webhooks.lanes where tenant_id = $1', [tenantId]);
const fill = (tenantId: string, endpointId: string, count: number) =>
  world.infra.rows(
    `insert into outgoing_webhooks.lanes (tenant_id, endpoint_id, lane, due_at)
     select $1, $2, gen_random_uuid(), 'infinity' from generate_series(1, $3)`,
    [tenantId, endpointId, count],
  );

describe('an endpoint with a lane for each of very many customers', () => {
  it('is deleted without a transaction over all of them, and another endpoint keeps its own', async () => {
    const tenant = v7();
    const [gone, stays] = [await world.endpoint(tenant), await world.endpoint(tenant)];
    await fill(tenant, gone.id, 12_000);
    await fill(tenant, stays.id, 3);
    // How many rows one transaction deletes, by the id of the transaction.
    await world.infra.rows(`create table if not exists public.seen_deletes (xid xid8)`);
    await world.infra.rows(`grant insert on public.seen_deletes to public`);
    await world.infra.rows(
      `create or replace function public.note_delete() returns trigger language plpgsql security definer as
       $$ begin insert into public.seen_deletes values (pg_current_xact_id()); return null; end $$`,
    );
    await world.infra.rows(
      `create or replace trigger seen after delete on outgoing_webhooks.lanes for each row execute function public.note_delete()`,
    );
    expect((await world.call('DELETE', `/${gone.id}`, tenant)).status).toBe(204);
    await world.running.app.get(ApplyRetentionHandler, { strict: false }).execute();
    expect(await lanes(tenant)).toEqual(Array.from({ length: 3 }, () => ({ endpoint_id: stays.id })));
    const [most] = await world.infra.rows<{ most: number; all: number }>(
      `select max(n)::int as most, sum(n)::int as all from (select count(*) as n from public.seen_deletes group by xid) each`,
    );
    expect(most!.all).toBe(12_000);
    expect(most!.most).toBeLessThanOrEqual(1_000);
  });

  it('leaves nothing behind though the process ended right after the endpoint was gone', async () => {
    const [tenant, other] = [v7(), v7()];
    const [gone, stays] = [await world.endpoint(tenant), await world.endpoint(other)];
    await fill(tenant, gone.id, 1_500);
    await fill(other, stays.id, 2);
    await world.infra.rows('delete from outgoing_webhooks.endpoints where tenant_id = $1', [tenant]);
    await world.running.app.get(ApplyRetentionHandler, { strict: false }).execute();
    expect(await lanes(tenant)).toEqual([]);
    expect(await lanes(other)).toHaveLength(2);
  });
});
