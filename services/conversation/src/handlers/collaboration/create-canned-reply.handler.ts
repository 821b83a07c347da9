import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Actor } from '#service-kit';
import { v7 } from 'uuid';
import type { CannedReply } from '../../domain/collaboration/canned-reply.js';
import { CannedRepliesRepository } from '../../persistence/collaboration/canned-replies.repository.js';
import { Audit } from '../audit/audit.step.js';
import { orTaken, requireRoom } from './limits.js';

const MAX_CANNED_REPLIES = 2_000;

@Injectable()
export class CreateCannedReplyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly cannedReplies: CannedRepliesRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws {Problem} shortcut_taken, too_many */
  async execute(tenantId: string, given: Omit<CannedReply, 'id'>, by: Actor): Promise<CannedReply> {
    const created = { id: v7(), ...given };
    const create = this.database.forTenant(tenantId, async (tx) => {
      requireRoom(await this.cannedReplies.count(tx), MAX_CANNED_REPLIES, 'canned replies');
      await this.cannedReplies.insert(tx, created);
      this.audit.append(tx, by, 'created', { type: 'canned_reply', id: created.id }, null, created);
    });
    await orTaken(create, 'canned_replies_shortcut', 'shortcut', 'canned reply');
    return created;
  }
}
