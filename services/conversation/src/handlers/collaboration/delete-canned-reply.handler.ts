import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { CannedRepliesRepository } from '../../persistence/collaboration/canned-replies.repository.js';
import { Audit } from '../audit/audit.step.js';

@Injectable()
export class DeleteCannedReplyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly cannedReplies: CannedRepliesRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} not_found */
  async execute(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const before = await this.cannedReplies.lock(tx, id);
      if (!before) throw Problem.notFound('canned reply');
      await this.cannedReplies.delete(tx, id);
      this.audit.append(tx, by, 'deleted', { type: 'canned_reply', id }, before, null);
    });
  }
}
