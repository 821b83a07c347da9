import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { CannedReply } from '../../domain/collaboration/canned-reply.js';
import { CannedRepliesRepository } from '../../persistence/collaboration/canned-replies.repository.js';

@Injectable()
export class ListCannedRepliesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly cannedReplies: CannedRepliesRepository,
  ) {}

  /** All of them: there are 2000 at most. */
  async execute(tenantId: string): Promise<CannedReply[]> {
    return this.database.forTenant(tenantId, (tx) => this.cannedReplies.list(tx));
  }
}
