import { Injectable } from '@nestjs/common';
import { idBefore, type Transaction } from '#database';
import type { Actor, Change, Facts } from '../../domain/audit/audit.js';

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

/** Undefined fields match everything. */
export interface AuditFilter {
  /** Id or e-mail address. */
  actor?: string;
  /** An action, or its part before the dot: `outlet`. */
  action?: string;
  /** Id of the target. */
  target?: string;
  targetType?: string;
  /** Inclusive. */
  from?: string;
  /** Exclusive. */
  to?: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

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

  /** Newest first. The tenant role sees its own entries, the system role all. @param before an id */
  async page(tx: Transaction, filter: AuditFilter, before: string | undefined, limit: number): Promise<AuditEntry[]> {
    const values: unknown[] = [before, limit];
    const conditions = [idBefore('id', '$1')];
    const where = (condition: (parameter: string) => string, value: unknown): void => {
      conditions.push(condition(`$${values.push(value)}`));
    };
    // The text depends only on which filters are given: it consists of constants.
    if (tx.tenantId) where((p) => `tenant_id = ${p}`, tx.tenantId);
    if (filter.actor) {
      const actor = filter.actor.toLowerCase();
      where((p) => (UUID.test(actor) ? `actor_id = ${p}::uuid` : `actor_email = ${p}`), actor);
    }
    if (filter.action) where((p) => `(action = ${p} or starts_with(action, ${p} || '.'))`, filter.action);
    if (filter.target) where((p) => `target_id = ${p}`, filter.target);
    if (filter.targetType) where((p) => `target_type = ${p}`, filter.targetType);
    if (filter.from) where((p) => `at >= ${p}::timestamptz`, filter.from);
    if (filter.to) where((p) => `at < ${p}::timestamptz`, filter.to);
    return tx.query(
      `select id, tenant_id as "tenantId", actor_kind as "actorKind", actor_id as "actorId", actor_email as "actorEmail", action,
         target_type as "targetType", target_id as "targetId", before, after, address, request_id as "requestId", at
       from tenant.audit_log where ${conditions.join(' and ')} order by id desc limit $2`,
      values,
    );
  }
}
