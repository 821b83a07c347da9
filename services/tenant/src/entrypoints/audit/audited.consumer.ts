import { Controller } from '@nestjs/common';
import {
  billingAudited,
  commerceAudited,
  engagementAudited,
  conversationAudited,
  knowledgeAudited,
  sendingAudited,
  webhooksAudited,
  type EventOf,
} from '#contracts';
import { Consumes } from '#messaging';
import { RecordAuditedHandler } from '../../handlers/audit/record-audited.handler.js';

/** Takes the changes of other services. */
@Controller()
export class AuditedConsumer {
  constructor(private readonly recordAudited: RecordAuditedHandler) {}

  @Consumes(conversationAudited)
  async onConversationAudited(event: EventOf<typeof conversationAudited>): Promise<void> {
    await this.recordAudited.execute(event);
  }

  @Consumes(knowledgeAudited)
  async onKnowledgeAudited(event: EventOf<typeof knowledgeAudited>): Promise<void> {
    await this.recordAudited.execute(event);
  }

  @Consumes(sendingAudited)
  async onSendingAudited(event: EventOf<typeof sendingAudited>): Promise<void> {
    await this.recordAudited.execute(event);
  }

  @Consumes(webhooksAudited)
  async onWebhooksAudited(event: EventOf<typeof webhooksAudited>): Promise<void> {
    await this.recordAudited.execute(event);
  }

  @Consumes(billingAudited)
  async onBillingAudited(event: EventOf<typeof billingAudited>): Promise<void> {
    await this.recordAudited.execute(event);
  }

  @Consumes(engagementAudited)
  async onEngagementAudited(event: EventOf<typeof engagementAudited>): Promise<void> {
    await this.recordAudited.execute(event);
  }

  @Consumes(commerceAudited)
  async onCommerceAudited(event: EventOf<typeof commerceAudited>): Promise<void> {
    await this.recordAudited.execute(event);
  }
}
