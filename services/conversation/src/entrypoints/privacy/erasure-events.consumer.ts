import { Controller } from '@nestjs/common';
import {
  answersErased,
  commerceErased,
  engagementErased,
  knowledgeErased,
  deliveriesErased,
  sendingsErased,
  webhooksErased,
  type EventOf,
} from '#contracts';
import { Consumes } from '#messaging';
import { CollectErasureHandler } from '../../handlers/privacy/collect-erasure.handler.js';

@Controller()
export class ErasureEventsConsumer {
  constructor(private readonly collectErasure: CollectErasureHandler) {}

  @Consumes(sendingsErased)
  onSendingsErased(event: EventOf<typeof sendingsErased>): Promise<void> {
    return this.collectErasure.execute(event, sendingsErased.producer);
  }

  @Consumes(webhooksErased)
  onWebhooksErased(event: EventOf<typeof webhooksErased>): Promise<void> {
    return this.collectErasure.execute(event, webhooksErased.producer);
  }

  @Consumes(answersErased)
  onAnswersErased(event: EventOf<typeof answersErased>): Promise<void> {
    return this.collectErasure.execute(event, answersErased.producer);
  }

  @Consumes(deliveriesErased)
  onDeliveriesErased(event: EventOf<typeof deliveriesErased>): Promise<void> {
    return this.collectErasure.execute(event, deliveriesErased.producer);
  }

  @Consumes(engagementErased)
  onEngagementErased(event: EventOf<typeof engagementErased>): Promise<void> {
    return this.collectErasure.execute(event, engagementErased.producer);
  }

  @Consumes(commerceErased)
  onCommerceErased(event: EventOf<typeof commerceErased>): Promise<void> {
    return this.collectErasure.execute(event, commerceErased.producer);
  }

  @Consumes(knowledgeErased)
  onKnowledgeErased(event: EventOf<typeof knowledgeErased>): Promise<void> {
    return this.collectErasure.execute(event, knowledgeErased.producer);
  }
}
