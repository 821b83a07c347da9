import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import { MAX_COUNTED, type EventOutcome } from '../../domain/connections/platforms.js';
import { ConnectionRow, type Connection } from './connection.entity.js';

export type ConnectionWithTenant = Connection & { tenantId: string };
export interface ConnectionKey {
  tenantId: string;
  id: string;
}

/** How a connection does. */
export interface ConnectionHealth {
  connectionId: string;
  lastEventAt: string | null;
  lastOutcome: EventOutcome | null;
  lastFailedAt: string | null;
  lastFailure: string | null;
  /** What it told that is still to be followed; no more than {@link MAX_COUNTED}. */
  waiting: number;
  /** Orders of which only parcels or refunds were told; no more than {@link MAX_COUNTED}. */
  missing: number;
}

@Injectable()
export class ConnectionsRepository {
  /** Whose webhook it is. System role. */
  async whose(system: Transaction, id: string): Promise<ConnectionWithTenant | undefined> {
    const [row] = await system.query<ConnectionWithTenant>(
      `select c.tenant_id as "tenantId", ${columnsOf(ConnectionRow, 'c')} from commerce.connections c where c.id = $1`,
      [id],
    );
    return row;
  }

  /** By the newest event of each, the newest that failed, and two counts with a bound. */
  async health(tx: Transaction, ids: readonly string[]): Promise<ConnectionHealth[]> {
    return tx.query(
      `select given.id as "connectionId", newest.at as "lastEventAt", newest.outcome as "lastOutcome", failed.at as "lastFailedAt", failed.detail as "lastFailure",
         (select count(*)::int from (select from commerce.connection_events e where e.tenant_id = $1 and e.connection_id = given.id
            and e.due_at is not null limit ${MAX_COUNTED}) counted) as waiting,
         (select count(*)::int from (select from commerce.shop_orders s where s.tenant_id = $1 and s.connection_id = given.id
            and s.order_id is null limit ${MAX_COUNTED}) counted) as missing
       from unnest($2::uuid[]) as given (id)
       left join lateral (select e.at, e.outcome from commerce.connection_events e where e.tenant_id = $1 and e.connection_id = given.id
         order by e.id desc limit 1) newest on true
       left join lateral (select e.at, e.detail from commerce.connection_events e where e.tenant_id = $1 and e.connection_id = given.id and e.outcome = 'failed'
         order by e.id desc limit 1) failed on true`,
      [tx.tenantId, ids],
    );
  }

  /** Sealed secrets of all tenants, by pages. System role. */
  async sealedPage(
    system: Transaction,
    after: ConnectionKey,
    limit: number,
  ): Promise<(ConnectionKey & { secrets: string; credentials: string | null })[]> {
    return system.query(
      `select tenant_id as "tenantId", id, secrets, credentials from commerce.connections
       where (tenant_id, id) > ($1::uuid, $2::uuid) order by tenant_id, id limit $3`,
      [after.tenantId, after.id, limit],
    );
  }

  /** Only if nobody changed it meanwhile. System role. @returns how many */
  async replaceSealed(
    system: Transaction,
    key: ConnectionKey,
    before: { secrets: string; credentials: string | null },
    now: { secrets: string; credentials: string | null },
  ): Promise<number> {
    return system.execute(
      `update commerce.connections set secrets = $4, credentials = $5 where tenant_id = $1 and id = $2 and secrets = $3
       and credentials is not distinct from $6`,
      [key.tenantId, key.id, before.secrets, now.secrets, now.credentials, before.credentials],
    );
  }
}
