import { Injectable } from '@nestjs/common';
import { engagementAudited } from '#contracts';
import { Audit as AuditOf, Outbox } from '#messaging';

/** Kinds of targets: each has a text on the page of the audit log. */
export type AuditTarget = 'segment' | 'one_time_codes' | 'campaign' | 'lead' | 'lead_stages' | 'flow' | 'flow_calls';

@Injectable()
export class Audit extends AuditOf<AuditTarget> {
  constructor(outbox: Outbox) {
    super(outbox, engagementAudited);
  }
}
