import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { v7 } from 'uuid';
import { CannedReplyRow, type CannedReply } from '../../persistence/collaboration/canned-reply.entity.js';
import { Audit } from '../audit/audit.step.js';
import { orTaken, requireRoom } from './limits.js';

const MAX_CANNED_REPLIES = 2_000;

/** The canned replies of a tenant. */
@Injectable()
export class CannedRepliesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly audit: Audit,
  ) {}

  /** All of them: there are 2000 at most. */
  async list(tenantId: string): Promise<CannedReply[]> {
    return this.database.forTenant(tenantId, (tx) => tx.rows(CannedReplyRow).list(CannedReplyRow.order));
  }

  /** @throws {Problem} shortcut_taken, too_many */
  async create(tenantId: string, given: Omit<CannedReply, 'id'>, by: Actor): Promise<CannedReply> {
    const created = { id: v7(), ...given };
    const create = this.database.forTenant(tenantId, async (tx) => {
      requireRoom(await tx.rows(CannedReplyRow).count(), MAX_CANNED_REPLIES, 'canned replies');
      await tx.rows(CannedReplyRow).insert(created);
      this.audit.append(tx, by, 'created', { type: 'canned_reply', id: created.id }, null, created);
    });
    await orTaken(create, 'canned_replies_shortcut', 'shortcut', 'canned reply');
    return created;
  }

  /** @throws {Problem} not_found, shortcut_taken */
  async change(tenantId: string, given: CannedReply, by: Actor): Promise<CannedReply> {
    const change = this.database.forTenant(tenantId, async (tx) => {
      const before = await tx.rows(CannedReplyRow).lock(given.id);
      if (!before) throw Problem.notFound('canned reply');
      await tx.rows(CannedReplyRow).change(given.id, given);
      this.audit.append(tx, by, 'changed', { type: 'canned_reply', id: given.id }, before, given);
    });
    await orTaken(change, 'canned_replies_shortcut', 'shortcut', 'canned reply');
    return given;
  }

  /** @throws {Problem} not_found */
  async delete(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const before = await tx.rows(CannedReplyRow).lock(id);
      if (!before) throw Problem.notFound('canned reply');
      await tx.rows(CannedReplyRow).delete(id);
      this.audit.append(tx, by, 'deleted', { type: 'canned_reply', id }, before, null);
    });
  }
}
