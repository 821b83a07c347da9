import { Injectable } from '@nestjs/common';
import { sendingAudited } from '#contracts';
import { Audit as AuditOf, Outbox } from '#messaging';

@Injectable()
export class Audit extends AuditOf<'template'> {
  constructor(outbox: Outbox) {
    super(outbox, sendingAudited);
  }
}
