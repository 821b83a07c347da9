import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { CannedRepliesRepository } from '../../persistence/collaboration/canned-replies.repository.js';

@Injectable()
export class DeleteCannedReplyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly cannedReplies: CannedRepliesRepository,
  ) {}

  /** @throws {Problem} not_found */
  async execute(tenantId: string, id: string): Promise<void> {
    const isGone = await this.database.forTenant(tenantId, (tx) => this.cannedReplies.delete(tx, id));
    if (!isGone) throw Problem.notFound('canned reply');
  }
}
