import { Injectable } from '@nestjs/common';
import { webhooksAudited } from '#contracts';
import { Audit as AuditOf, Outbox } from '#messaging';

@Injectable()
export class Audit extends AuditOf<'webhook_endpoint'> {
  constructor(outbox: Outbox) {
    super(outbox, webhooksAudited);
  }
}
