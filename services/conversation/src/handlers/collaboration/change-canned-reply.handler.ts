import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { CannedReply } from '../../domain/collaboration/canned-reply.js';
import { CannedRepliesRepository } from '../../persistence/collaboration/canned-replies.repository.js';
import { orTaken } from './limits.js';

@Injectable()
export class ChangeCannedReplyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly cannedReplies: CannedRepliesRepository,
  ) {}

  /** @throws {Problem} not_found, shortcut_taken */
  async execute(tenantId: string, given: CannedReply): Promise<CannedReply> {
    const change = this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.cannedReplies.update(tx, given))) throw Problem.notFound('canned reply');
    });
    await orTaken(change, 'canned_replies_shortcut', 'shortcut', 'canned reply');
    return given;
  }
}
