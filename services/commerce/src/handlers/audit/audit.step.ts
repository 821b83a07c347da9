import { Injectable } from '@nestjs/common';
import { commerceAudited } from '#contracts';
import { Audit as AuditOf, Outbox } from '#messaging';

/** Kinds of targets: each has a text on the page of the audit log. */
export type AuditTarget = 'order' | 'connection' | 'order_messages' | 'customer_invoice' | 'customer_invoices' | 'reminder_policy';

@Injectable()
export class Audit extends AuditOf<AuditTarget> {
  constructor(outbox: Outbox) {
    super(outbox, commerceAudited);
  }
}
