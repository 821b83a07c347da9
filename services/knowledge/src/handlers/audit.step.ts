import { Injectable } from '@nestjs/common';
import { knowledgeAudited } from '#contracts';
import { Audit as AuditOf, Outbox } from '#messaging';

/** A caller, or the system itself. */
export type Author = Parameters<Audit['append']>[1];

@Injectable()
export class Audit extends AuditOf<'knowledge_base' | 'document' | 'golden_question' | 'suggestion' | 'web_source'> {
  constructor(outbox: Outbox) {
    super(outbox, knowledgeAudited);
  }
}
