import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { DueConversation } from '../domain/waits.js';
import { AssignmentsRepository } from '../persistence/assignments.repository.js';

/** Of a tenant. */
const MOST_AT_ONCE = 200;

/** Conversations of people who can no longer answer in them: removed from the tenant, or made viewers. */
@Injectable()
export class FindAbandonedHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly assignments: AssignmentsRepository,
  ) {}

  /** @param isStopped asked between tenants */
  async execute(isStopped: () => boolean = () => false): Promise<DueConversation[]> {
    const found: DueConversation[] = [];
    for (const tenantId of await this.database.forSystem((tx) => this.assignments.tenantsAtWork(tx))) {
      if (isStopped()) break;
      // Who is a member is seen by the tenant only.
      const ids = await this.database.forTenant(tenantId, (tx) => this.assignments.abandoned(tx, MOST_AT_ONCE));
      found.push(...ids.map((conversationId) => ({ tenantId, conversationId })));
    }
    return found;
  }
}
