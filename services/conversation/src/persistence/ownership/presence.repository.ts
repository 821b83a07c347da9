import { Injectable } from '@nestjs/common';
import type { Availability } from '#contracts';
import type { Transaction } from '#database';
import { PRESENCE_LIFE_SECONDS, type Presence } from '../../domain/ownership/presence.js';

const IS_CONNECTED = `seen_at > clock_timestamp() - interval '${PRESENCE_LIFE_SECONDS} seconds'`;
const PRESENCE = `user_id as "userId", availability, ${IS_CONNECTED} as "isConnected", seen_at as "seenAt"`;

@Injectable()
export class PresenceRepository {
  /** They are connected now. In the order of their ids, so that two gateways do not wait for each other. */
  async seen(tx: Transaction, userIds: readonly string[]): Promise<void> {
    await tx.execute(
      `insert into conversation.presence (tenant_id, user_id, seen_at)
       select $1, id, clock_timestamp() from (select distinct unnest($2::uuid[]) as id order by id) ids
       on conflict (tenant_id, user_id) do update set seen_at = greatest(presence.seen_at, excluded.seen_at)`,
      [tx.tenantId, userIds],
    );
  }

  /** Setting an availability also counts as being connected. */
  async setAvailability(tx: Transaction, userId: string, availability: Availability): Promise<Presence> {
    const [row] = await tx.query<Presence>(
      `insert into conversation.presence (tenant_id, user_id, availability, seen_at) values ($1, $2, $3, clock_timestamp())
       on conflict (tenant_id, user_id) do update set availability = excluded.availability, seen_at = excluded.seen_at
       returning ${PRESENCE}`,
      [tx.tenantId, userId, availability],
    );
    return row!;
  }

  /** Of those who are members still. */
  async list(tx: Transaction): Promise<Presence[]> {
    return tx.query<Presence>(
      `select ${PRESENCE} from conversation.presence p
       where tenant_id = $1 and exists (select from tenant.members_v1 m where m.tenant_id = $1 and m.user_id = p.user_id)
       order by user_id`,
      [tx.tenantId],
    );
  }
}
