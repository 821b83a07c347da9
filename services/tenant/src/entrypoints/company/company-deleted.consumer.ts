import { Controller } from '@nestjs/common';
import {
  analyticsCompanyDeleted,
  answersCompanyDeleted,
  billingCompanyDeleted,
  conversationCompanyDeleted,
  commerceCompanyDeleted,
  engagementCompanyDeleted,
  deliveriesCompanyDeleted,
  knowledgeCompanyDeleted,
  sendingsCompanyDeleted,
  webhooksCompanyDeleted,
  type companyDeletionDue,
  type EventOf,
} from '#contracts';
import { Consumes } from '#messaging';
import { CollectDeletedHandler } from '../../handlers/company/collect-deleted.handler.js';

/** All of one shape. */
type Deleted = EventOf<typeof companyDeletionDue>;

@Controller()
export class CompanyDeletedConsumer {
  constructor(private readonly collect: CollectDeletedHandler) {}

  @Consumes(billingCompanyDeleted)
  onBilling(event: Deleted): Promise<void> {
    return this.collect.execute(event, 'billing');
  }

  @Consumes(knowledgeCompanyDeleted)
  onKnowledge(event: Deleted): Promise<void> {
    return this.collect.execute(event, 'knowledge');
  }

  @Consumes(answersCompanyDeleted)
  onAnswers(event: Deleted): Promise<void> {
    return this.collect.execute(event, 'llm-orchestration');
  }

  @Consumes(conversationCompanyDeleted)
  onConversation(event: Deleted): Promise<void> {
    return this.collect.execute(event, 'conversation');
  }

  @Consumes(sendingsCompanyDeleted)
  onSendings(event: Deleted): Promise<void> {
    return this.collect.execute(event, 'message-sender');
  }

  @Consumes(analyticsCompanyDeleted)
  onAnalytics(event: Deleted): Promise<void> {
    return this.collect.execute(event, 'analytics');
  }

  @Consumes(deliveriesCompanyDeleted)
  onDeliveries(event: Deleted): Promise<void> {
    return this.collect.execute(event, 'outgoing-webhooks');
  }

  @Consumes(engagementCompanyDeleted)
  onEngagement(event: Deleted): Promise<void> {
    return this.collect.execute(event, 'engagement');
  }

  @Consumes(commerceCompanyDeleted)
  onCommerce(event: Deleted): Promise<void> {
    return this.collect.execute(event, 'commerce');
  }

  @Consumes(webhooksCompanyDeleted)
  onWebhooks(event: Deleted): Promise<void> {
    return this.collect.execute(event, 'gateway');
  }
}
