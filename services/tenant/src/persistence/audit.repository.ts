import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Actor, Change, Facts } from '../domain/audit.js';

export interface AuditEntry {
  id: string;
  tenantId: string;
  actorKind: Actor['kind'];
  actorId: string | null;
  actorEmail: string | null;
  action: string;
  targetType: string;
  targetId: string;
  before: Facts | null;
  after: Facts | null;
  address: string | null;
  requestId: string | null;
  at: string;
}

/** What is undefined matches everything. */
export interface AuditFilter {
  /** Id or e-mail address. */
  actor?: string;
  /** An action, or the beginning of some up to a dot: `outlet`. */
  action?: string;
  /** Id of the target. */
  target?: string;
  targetType?: string;
  /** Inclusive. */
  from?: string;
  /** Exclusive. */
  to?: string;
}

@Injectable()
export class AuditRepository {
  /** @param entry.at null for now */
  async insert(
    tx: Transaction,
    entry: Change & { id: string; tenantId: string; actor: Actor; actorEmail: string | null; at: string | null },
  ): Promise<void> {
    const { actor } = entry;
    await tx.execute(
      `insert into tenant.audit_log (tenant_id, id, actor_kind, actor_id, actor_email, action, target_type, target_id, before, after,
         address, request_id, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, coalesce($13, now()))`,
      [
        entry.tenantId,
        entry.id,
        actor.kind,
        actor.id,
        entry.actorEmail,
        entry.action,
        entry.targetType,
        entry.targetId,
        entry.before && JSON.stringify(entry.before),
        entry.after && JSON.stringify(entry.after),
        actor.address,
        actor.requestId,
        entry.at,
      ],
    );
  }

  /** Newest first. Under the tenant role the tenant's own entries, under the system role those of all. @param before an id */
  async page(tx: Transaction, filter: AuditFilter, before: string | undefined, limit: number): Promise<AuditEntry[]> {
    return tx.query(
      `select id, tenant_id as "tenantId", actor_kind as "actorKind", actor_id as "actorId", actor_email as "actorEmail", action,
         target_type as "targetType", target_id as "targetId", before, after, address, request_id as "requestId", at
       from tenant.audit_log
       where ($1::uuid is null or id < $1)
         and ($2::text is null or actor_id::text = lower($2) or actor_email = lower($2))
         and ($3::text is null or action = $3 or starts_with(action, $3 || '.'))
         and ($4::text is null or target_id = $4) and ($5::text is null or target_type = $5)
         and ($6::timestamptz is null or at >= $6) and ($7::timestamptz is null or at < $7)
       order by id desc limit $8`,
      [before, filter.actor, filter.action, filter.target, filter.targetType, filter.from, filter.to, limit],
    );
  }
}
