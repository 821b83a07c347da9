import { Injectable } from '@nestjs/common';
import { conversationAudited } from '#contracts';
import { Audit as AuditOf, Outbox } from '#messaging';

@Injectable()
export class Audit extends AuditOf<
  | 'inbox'
  | 'retention'
  | 'contact'
  | 'contact_attribute'
  | 'team'
  | 'label'
  | 'canned_reply'
  | 'saved_view'
  | 'macro'
  | 'survey'
  | 'consent_settings'
  | 'contact_import'
> {
  constructor(outbox: Outbox) {
    super(outbox, conversationAudited);
  }
}
