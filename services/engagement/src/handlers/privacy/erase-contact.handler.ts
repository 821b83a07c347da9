import { Injectable } from '@nestjs/common';
import {
  campaignMessageRequested,
  engagementErased,
  flowMoved,
  type contactErasureRequested,
  type EventEnvelope,
  type EventOf,
} from '#contracts';
import { TenantDatabase } from '#database';
import { EVENT_AGE_MS, Inbox, Outbox } from '#messaging';
import { FlowRunsRepository } from '../../persistence/flows/flow-runs.repository.js';
import { DripsRepository } from '../../persistence/drips/drips.repository.js';
import { LeadsRepository } from '../../persistence/leads/leads.repository.js';
import { EraseRecipients } from '../campaigns/erase-recipients.step.js';
import { EraseCodes } from '../codes/erase-codes.step.js';
import { SegmentContactsRepository } from '../../persistence/segments/segment-contacts.repository.js';

/** Deletes what is here of a customer who is to be forgotten: each feature that keeps something adds its step and its count. */
@Injectable()
export class EraseContactHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly codes: EraseCodes,
    private readonly segmentContacts: SegmentContactsRepository,
    private readonly recipients: EraseRecipients,
    private readonly leads: LeadsRepository,
    private readonly drips: DripsRepository,
    private readonly flowRuns: FlowRunsRepository,
  ) {}

  async execute(event: EventOf<typeof contactErasureRequested>): Promise<void> {
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      const { phones, userIds, contactIds = [] } = event.data;
      const theirs = [...phones, ...userIds];
      const events = await this.outbox.redact(tx, [...theirs, ...contactIds], (told) =>
        isOf(told, theirs, contactIds) ? undefined : told,
      );
      const counts = {
        events,
        codes: await this.codes.execute(tx, phones),
        'segment-contacts': await this.segmentContacts.forget(tx, contactIds),
        leads: await this.leads.forget(tx, contactIds),
        enrolments: await this.drips.forget(tx, contactIds),
        'flow-runs': await this.flowRuns.forget(tx, contactIds),
        recipients: await this.recipients.execute(tx, contactIds),
      };
      const until = new Date(Date.now() + EVENT_AGE_MS).toISOString();
      this.outbox.append(tx, engagementErased, {
        erasureId: event.data.erasureId,
        counts,
        residuals: [{ where: 'event streams (NATS JetStream)', until }],
      });
    });
  }
}

/** What was asked for names them, and what nobody has taken yet never leaves; what a flow has done holds what they answered. */
function isOf({ subject, data }: EventEnvelope, theirs: readonly string[], contactIds: readonly string[]): boolean {
  if (subject === campaignMessageRequested.subject) return theirs.includes((data as { to: string }).to);
  return subject === flowMoved.subject && contactIds.includes((data as { contactId: string }).contactId);
}
