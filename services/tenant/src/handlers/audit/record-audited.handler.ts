import { Injectable } from '@nestjs/common';
import type {
  billingAudited,
  commerceAudited,
  engagementAudited,
  conversationAudited,
  EventOf,
  knowledgeAudited,
  sendingAudited,
  webhooksAudited,
} from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { difference } from '../../domain/audit/audit.js';
import { AuditTrail } from './audit-trail.step.js';

type Audited =
  | EventOf<typeof conversationAudited>
  | EventOf<typeof knowledgeAudited>
  | EventOf<typeof sendingAudited>
  | EventOf<typeof webhooksAudited>
  | EventOf<typeof engagementAudited>
  | EventOf<typeof commerceAudited>
  | EventOf<typeof billingAudited>;

@Injectable()
export class RecordAuditedHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly audit: AuditTrail,
  ) {}

  /** Logs a change in another service like one of our own, with the time at which it happened. */
  async execute(event: Audited): Promise<void> {
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      const { actor, ...change } = event.data;
      const { before, after } = change;
      const facts = before && after ? difference(before, after) : { before, after };
      await this.audit.record(tx, actor, { ...change, ...facts }, event.tenantId, { id: event.id, at: event.occurredAt });
    });
  }
}
