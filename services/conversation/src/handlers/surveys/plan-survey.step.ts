import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { isId } from '#service-kit';
import { v7 } from 'uuid';
import type { ActivityActor } from '../../domain/activities/activity.js';
import type { Conversation } from '../../domain/threads/conversation.js';
import { SurveysRepository } from '../../persistence/surveys/surveys.repository.js';

/** A conversation is closed: where the tenant wants it, the customer is to be asked about it. A part of the closing. */
@Injectable()
export class PlanSurvey {
  constructor(private readonly surveys: SurveysRepository) {}

  /** @param conversation as it stood before @param epoch once it is closed */
  async execute(tx: Transaction, conversation: Conversation, epoch: number, by: ActivityActor): Promise<void> {
    const { id: conversationId, outletId, owner, assigneeId } = conversation;
    const servedBy = owner === 'bot' ? 'bot' : 'people';
    const closer = by.author === 'agent' && by.id && isId(by.id) ? by.id : null;
    const agentId = servedBy === 'bot' ? null : (assigneeId ?? closer);
    await this.surveys.plan(tx, { id: v7(), conversationId, outletId, agentId, servedBy, epoch });
  }
}
