import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** A lane that this process has in hand, and the delivery at its head. */
export interface Claimed {
  tenantId: string;
  endpointId: string;
  lane: string;
  claim: string;
}

export interface Head {
  tenantId: string;
  endpointId: string;
  lane: string;
  id: string;
  eventId: string;
  event: string;
  body: string;
  attempts: number;
  waitingSince: string;
  url: string;
  secret: string;
  formerSecret: string | null;
  formerUntil: string | null;
}

export interface ClaimLimits {
  /** Lanes in all. */
  most: number;
  /** Lanes of one endpoint that are under way at a time in this process; of one that only fails, one. */
  perEndpoint: number;
  /** What this process has in hand, by endpoint. */
  busy: ReadonlyMap<string, number>;
  /** What tenants that have something in hand may still take. */
  roomOf: ReadonlyMap<string, number>;
  /** What everybody else may take. */
  tenantRoom: number;
  now: Date;
  leaseMs: number;
}

/** An endpoint that a claim has looked at. */
interface Looked {
  tenantId: string;
  endpointId: string;
  lane: null;
}

const keyOf = ({ tenantId, endpointId }: { tenantId: string; endpointId: string }): string => `${tenantId} ${endpointId}`;

interface LaneKey {
  endpointId: string;
  lane: string;
}

const LANES_AT_A_TIME = 1_000;

/**
 * Endpoints wait in turns: who was served is looked at again after all others that are due. Of an endpoint, lanes wait by their time; of a
 * lane, deliveries by the order of their events. Locks are taken in this order: queue, then lane; claims wait for none.
 */
export interface EndpointOf {
  tenantId: string;
  endpointId: string;
}

@Injectable()
export class QueueRepository {
  /** Takes lanes in hand. Each is due again when the lease ends, so that a dying process loses none. System role. */
  async claim(system: Transaction, { most, perEndpoint, busy, roomOf, tenantRoom, now, leaseMs }: ClaimLimits): Promise<Claimed[]> {
    const at = now.toISOString();
    const rows = await system.query<Claimed | Looked>(
      `with due as materialized (
         select q.tenant_id, q.endpoint_id, q.due_at,
           case when q.failing_since is null then $6::integer else 1 end - coalesce(($3::integer[])[array_position($2::uuid[], q.endpoint_id)], 0) as room,
           coalesce(($8::integer[])[array_position($4::uuid[], q.tenant_id)], $9::integer) as tenant_room
         from outgoing_webhooks.queues q
         where not q.paused and q.due_at <= $1::timestamptz
           and case when q.failing_since is null then $6::integer else 1 end > coalesce(($3::integer[])[array_position($2::uuid[], q.endpoint_id)], 0)
           and coalesce(($8::integer[])[array_position($4::uuid[], q.tenant_id)], $9::integer) > 0
         order by q.due_at limit $5 for update skip locked
       ), offered as materialized (
         select tenant_id, endpoint_id, greatest(0, least(room, tenant_room - coalesce(
           sum(room) over (partition by tenant_id order by due_at, endpoint_id rows between unbounded preceding and 1 preceding), 0))) as room
         from due order by due_at
       ), taken as materialized (
         select l.tenant_id, l.endpoint_id, l.lane from offered cross join lateral (
           select tenant_id, endpoint_id, lane from outgoing_webhooks.lanes
           where tenant_id = offered.tenant_id and endpoint_id = offered.endpoint_id and due_at <= $1::timestamptz
           order by due_at limit offered.room for update skip locked
         ) l limit $5
       ), moved as (
         update outgoing_webhooks.lanes l set claim = gen_random_uuid(), due_at = $7::timestamptz from taken t
         where l.tenant_id = t.tenant_id and l.endpoint_id = t.endpoint_id and l.lane = t.lane
         returning l.tenant_id, l.endpoint_id, l.lane, l.claim
       )
       select tenant_id as "tenantId", endpoint_id as "endpointId", lane, claim from moved
       union all
       select tenant_id, endpoint_id, null, null from due`,
      [
        at,
        [...busy.keys()],
        [...busy.values()],
        [...roomOf.keys()],
        most,
        perEndpoint,
        new Date(now.getTime() + leaseMs).toISOString(),
        [...roomOf.values()],
        tenantRoom,
      ],
    );
    const looked = rows.filter((row) => row.lane === null);
    const taken = rows.filter((row) => row.lane !== null);
    if (looked.length > 0) await this.#whenNext(system, looked, new Set(taken.map(keyOf)), at);
    return taken;
  }

  /**
   * In a statement of its own: it sees the lanes as the claim left them. Who was served goes behind all others that are due; who got
   * nothing keeps its turn.
   */
  async #whenNext(system: Transaction, endpoints: readonly Looked[], served: ReadonlySet<string>, at: string): Promise<void> {
    await system.execute(
      `update outgoing_webhooks.queues q
       set due_at = coalesce((select greatest(min(l.due_at), case when looked.served then $4::timestamptz else q.due_at end)
                              from outgoing_webhooks.lanes l where l.tenant_id = q.tenant_id and l.endpoint_id = q.endpoint_id
                              having min(l.due_at) is not null), 'infinity')
       from unnest($1::uuid[], $2::uuid[], $3::boolean[]) as looked (tenant_id, id, served)
       where q.tenant_id = looked.tenant_id and q.endpoint_id = looked.id`,
      [
        endpoints.map(({ tenantId }) => tenantId),
        endpoints.map(({ endpointId }) => endpointId),
        endpoints.map((endpoint) => served.has(keyOf(endpoint))),
        at,
      ],
    );
  }

  /** What is to be delivered of each lane; a lane whose deliveries are gone has none. System role. */
  async heads(system: Transaction, lanes: readonly Claimed[]): Promise<Head[]> {
    return system.query(
      `select d.tenant_id as "tenantId", d.endpoint_id as "endpointId", d.lane, d.id, d.event_id as "eventId", d.event, d.body, d.attempts,
         to_char(coalesce(d.waiting_since, d.created_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "waitingSince", e.url, e.secret, e.former_secret as "formerSecret", e.former_until as "formerUntil"
       from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as l (tenant_id, endpoint_id, lane)
       join outgoing_webhooks.endpoints e on e.tenant_id = l.tenant_id and e.id = l.endpoint_id
       cross join lateral (
         select * from outgoing_webhooks.deliveries
         where tenant_id = l.tenant_id and endpoint_id = l.endpoint_id and lane = l.lane and state = 'waiting'
         order by event_id limit 1
       ) d`,
      [lanes.map(({ tenantId }) => tenantId), lanes.map(({ endpointId }) => endpointId), lanes.map(({ lane }) => lane)],
    );
  }

  /** @returns whether the lane is still in hand; it then stays so until the transaction ends */
  async hold(tx: Transaction, { endpointId, lane, claim }: Omit<Claimed, 'tenantId'>): Promise<boolean> {
    const rows = await tx.query(
      `select from outgoing_webhooks.lanes where tenant_id = $1 and endpoint_id = $2 and lane = $3 and claim = $4 for update`,
      [tx.tenantId, endpointId, lane, claim],
    );
    return rows.length === 1;
  }

  /**
   * Gives a lane in hand back.
   *
   * @param next when its first delivery may be attempted; undefined where that is settled, and the next one may go at once
   * @param next.isAsked whether the receiver named that time: it is not brought forward then
   */
  async giveBack(
    tx: Transaction,
    { endpointId, lane }: LaneKey,
    next: { dueAt: string; isAsked: boolean } | undefined,
    now: string,
  ): Promise<void> {
    const [row] = await tx.query<{ waits: boolean }>(
      `select exists (select from outgoing_webhooks.deliveries
                      where tenant_id = $1 and endpoint_id = $2 and lane = $3 and state = 'waiting') as waits`,
      [tx.tenantId, endpointId, lane],
    );
    if (row?.waits) {
      await tx.execute(
        `update outgoing_webhooks.lanes set claim = null, due_at = $4, held = $5 where tenant_id = $1 and endpoint_id = $2 and lane = $3`,
        [tx.tenantId, endpointId, lane, next?.dueAt ?? now, next?.isAsked ?? false],
      );
      await this.#lookAt(tx, [endpointId], next?.dueAt ?? now);
    } else {
      await tx.execute(`delete from outgoing_webhooks.lanes where tenant_id = $1 and endpoint_id = $2 and lane = $3`, [
        tx.tenantId,
        endpointId,
        lane,
      ]);
    }
  }

  /**
   * Deliveries of these lanes wait now. A lane that waits already keeps its time, and what is under way in it goes on. The row is written
   * all the same: whoever is deleting the lane has to be waited for.
   *
   * @param hurry whether what waits for its next attempt is attempted now
   */
  async wait(tx: Transaction, lanes: readonly LaneKey[], now: string, hurry = false): Promise<void> {
    const endpointIds = [...new Set(lanes.map(({ endpointId }) => endpointId))];
    await this.#lock(tx, endpointIds);
    await tx.execute(
      `insert into outgoing_webhooks.lanes as l (tenant_id, endpoint_id, lane, due_at)
       select distinct $1::uuid, endpoint_id, lane, $4::timestamptz from unnest($2::uuid[], $3::uuid[]) as given (endpoint_id, lane)
       order by endpoint_id, lane
       on conflict (tenant_id, endpoint_id, lane) do update
       set due_at = case when $5 and l.claim is null then least(l.due_at, excluded.due_at) else l.due_at end`,
      [tx.tenantId, lanes.map(({ endpointId }) => endpointId), lanes.map(({ lane }) => lane), now, hurry],
    );
    await this.#lookAt(tx, endpointIds, now);
  }

  /**
   * A claim that looks at one of these has decided when to look next before anything is added, or does not look before it is. In a
   * statement of its own: those that follow see what it waited for.
   */
  async #lock(tx: Transaction, endpointIds: readonly string[]): Promise<void> {
    await tx.query(
      `select from outgoing_webhooks.queues where tenant_id = $1 and endpoint_id = any($2::uuid[]) order by endpoint_id for no key update`,
      [tx.tenantId, endpointIds],
    );
  }

  /** Endpoints, locked before, are looked at then, if not sooner. */
  async #lookAt(tx: Transaction, endpointIds: readonly string[], at: string): Promise<void> {
    await tx.execute(
      `update outgoing_webhooks.queues set due_at = $3 where tenant_id = $1 and endpoint_id = any($2::uuid[]) and due_at > $3`,
      [tx.tenantId, endpointIds, at],
    );
  }

  /**
   * Brings lanes of an endpoint, locked before, forward that wait for their next attempt.
   *
   * @param all also those whose pause the receiver asked for @returns whether there may be more of them
   */
  async bringForward(tx: Transaction, endpointId: string, now: string, { all = false } = {}): Promise<boolean> {
    const moved = await tx.execute(
      `with waiting as materialized (
         select lane from outgoing_webhooks.lanes
         where tenant_id = $1 and endpoint_id = $2 and due_at > $3 and claim is null and (not held or $4)
         order by due_at limit ${LANES_AT_A_TIME} for update skip locked
       )
       update outgoing_webhooks.lanes l set due_at = $3 from waiting w where l.tenant_id = $1 and l.endpoint_id = $2 and l.lane = w.lane`,
      [tx.tenantId, endpointId, now, all],
    );
    if (moved > 0) await this.#lookAt(tx, [endpointId], now);
    return moved === LANES_AT_A_TIME;
  }

  /**
   * Endpoints that are gone and have lanes still, a hundred at most; reads one entry of the index for each endpoint that has lanes, however
   * many those are. System role.
   */
  async gone(system: Transaction): Promise<EndpointOf[]> {
    return system.query<EndpointOf>(
      `with recursive waits as (
         (select tenant_id, endpoint_id from outgoing_webhooks.lanes order by tenant_id, endpoint_id limit 1)
         union all
         select n.tenant_id, n.endpoint_id from waits w cross join lateral (
           select l.tenant_id, l.endpoint_id from outgoing_webhooks.lanes l
           where (l.tenant_id, l.endpoint_id) > (w.tenant_id, w.endpoint_id) order by l.tenant_id, l.endpoint_id limit 1) n
       )
       select w.tenant_id as "tenantId", w.endpoint_id as "endpointId" from waits w
       where not exists (select from outgoing_webhooks.endpoints e where e.tenant_id = w.tenant_id and e.id = w.endpoint_id) limit 100`,
    );
  }

  /** Those that nobody is settling. @returns how many are gone */
  async deleteLanes(tx: Transaction, endpointId: string): Promise<number> {
    return tx.execute(
      `with gone as materialized (
         select lane from outgoing_webhooks.lanes where tenant_id = $1 and endpoint_id = $2 order by lane limit ${LANES_AT_A_TIME} for update skip locked
       )
       delete from outgoing_webhooks.lanes l using gone where l.tenant_id = $1 and l.endpoint_id = $2 and l.lane = gone.lane`,
      [tx.tenantId, endpointId],
    );
  }
}
