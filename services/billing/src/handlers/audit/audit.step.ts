import { Injectable } from '@nestjs/common';
import { billingAudited } from '#contracts';
import type { Transaction } from '#database';
import { Audit as AuditOf, Outbox } from '#messaging';
import type { Actor } from '#service-kit';

/** What belongs to no tenant is logged under the nil UUID (RFC 9562, section 5.9), as the tenant service does. */
const PLATFORM = '00000000-0000-0000-0000-000000000000';

@Injectable()
export class Audit extends AuditOf<'subscription' | 'deposit' | 'billing_details' | 'invoice' | 'addons' | 'usage'> {
  constructor(private readonly out: Outbox) {
    super(out, billingAudited);
  }

  /** A change of what belongs to the installation, under the system role. */
  ofPlatform(
    tx: Transaction,
    actor: Actor,
    verb: string,
    target: { type: 'rate_card' | 'plan' | 'invoice_settings'; id: string },
    before: object | null,
    after: object | null,
  ): void {
    const facts = { before: before as never, after: after as never };
    this.out.append(
      tx,
      billingAudited,
      { actor, action: `${target.type}.${verb}`, targetType: target.type, targetId: target.id, ...facts },
      { tenantId: PLATFORM },
    );
  }
}
