import { Injectable } from '@nestjs/common';
import { knowledgeAudited } from '#contracts';
import { Audit as AuditOf, Outbox } from '#messaging';

@Injectable()
export class Audit extends AuditOf<'knowledge_base' | 'document' | 'golden_question' | 'suggestion'> {
  constructor(outbox: Outbox) {
    super(outbox, knowledgeAudited);
  }
}
