import { Injectable } from '@nestjs/common';
import { NIL } from 'uuid';
import { TenantDatabase } from '#database';
import type { DueConversation } from '../../domain/ownership/waits.js';
import { AssignmentsRepository } from '../../persistence/ownership/assignments.repository.js';

/** Of a tenant. */
const MAX_AT_ONCE = 200;
const TENANTS_AT_ONCE = 500;

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
    for (let after: string | undefined = NIL; after;) {
      const from: string = after;
      const tenants = await this.database.forSystem((tx) => this.assignments.tenantsAtWork(tx, from, TENANTS_AT_ONCE));
      for (const tenantId of tenants) {
        if (isStopped()) return found;
        // Who is a member is seen by the tenant only.
        const ids = await this.database.forTenant(tenantId, (tx) => this.assignments.abandoned(tx, MAX_AT_ONCE));
        found.push(...ids.map((conversationId) => ({ tenantId, conversationId })));
      }
      after = tenants.length === TENANTS_AT_ONCE ? tenants.at(-1) : undefined;
    }
    return found;
  }
}
