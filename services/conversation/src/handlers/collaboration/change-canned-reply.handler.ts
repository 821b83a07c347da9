import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import type { CannedReply } from '../../domain/collaboration/canned-reply.js';
import { CannedRepliesRepository } from '../../persistence/collaboration/canned-replies.repository.js';
import { Audit } from '../audit/audit.step.js';
import { orTaken } from './limits.js';

@Injectable()
export class ChangeCannedReplyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly cannedReplies: CannedRepliesRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} not_found, shortcut_taken */
  async execute(tenantId: string, given: CannedReply, by: Actor): Promise<CannedReply> {
    const change = this.database.forTenant(tenantId, async (tx) => {
      const before = await this.cannedReplies.lock(tx, given.id);
      if (!before) throw Problem.notFound('canned reply');
      await this.cannedReplies.update(tx, given);
      this.audit.append(tx, by, 'changed', { type: 'canned_reply', id: given.id }, before, given);
    });
    await orTaken(change, 'canned_replies_shortcut', 'shortcut', 'canned reply');
    return given;
  }
}
