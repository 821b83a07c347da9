import { Injectable } from '@nestjs/common';
import { sendingAudited } from '#contracts';
import { Audit as AuditOf, Outbox } from '#messaging';

/** Who placed and lifted holds. The reason is not told: people may name a customer in it, and nothing can be taken out of the log. */
@Injectable()
export class HoldsAudit extends AuditOf<'hold'> {
  constructor(outbox: Outbox) {
    super(outbox, sendingAudited);
  }
}
