import { Injectable } from '@nestjs/common';
import { sendingAudited } from '#contracts';
import { Audit as AuditOf, Outbox } from '#messaging';

/** Who took messages back. */
@Injectable()
export class MessagesAudit extends AuditOf<'message'> {
  constructor(outbox: Outbox) {
    super(outbox, sendingAudited);
  }
}
