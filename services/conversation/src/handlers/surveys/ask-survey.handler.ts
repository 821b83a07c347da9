import { Injectable } from '@nestjs/common';
import { surveyChanged } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Outbox } from '#messaging';
import { RATING_MS, surveyLanguage, surveyMessage, type SurveySettings } from '../../domain/surveys/survey.js';
import type { Conversation } from '../../domain/threads/conversation.js';
import { isWindowOpen } from '../../domain/threads/service-window.js';
import { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';
import { SurveysRepository, type DueSurvey } from '../../persistence/surveys/surveys.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { SystemVoice } from '../threads/system-voice.step.js';

/** The time to ask a customer has come: asked once, and only if the conversation stands as it was closed. */
@Injectable()
export class AskSurveyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly conversations: ConversationsRepository,
    private readonly surveys: SurveysRepository,
    private readonly settings: InboxSettingsRepository,
    private readonly voice: SystemVoice,
    private readonly outbox: Outbox,
  ) {}

  async execute({ tenantId, id, conversationId }: DueSurvey): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const conversation = await this.conversations.lock(tx, conversationId);
      const plan = conversation && (await this.surveys.lockDue(tx, id));
      // One whose conversation has just gone into another is found there by the next sweep.
      if (!plan || plan.conversationId !== conversation.id) return;
      const now = new Date();
      const settings = await this.surveys.settings(tx);
      if (!(await this.#mayAsk(tx, conversation, plan.epoch, settings, now))) return this.surveys.drop(tx, id);
      await this.#ask(tx, conversation, { id, agentId: plan.agentId }, settings, now);
    });
  }

  async #mayAsk(
    tx: Transaction,
    { state, epoch, contactId, windowExpiresAt, groupId }: Conversation,
    plannedEpoch: number,
    { enabled, everyDays }: SurveySettings,
    now: Date,
  ): Promise<boolean> {
    const stands = enabled && groupId === null && state === 'closed' && epoch === plannedEpoch && isWindowOpen(windowExpiresAt, now);
    return stands && (everyDays === 0 || !(await this.surveys.wasAsked(tx, contactId, everyDays)));
  }

  async #ask(
    tx: Transaction,
    { id: conversationId, outletId, contactId }: Conversation,
    { id, agentId }: { id: string; agentId: string | null },
    settings: SurveySettings,
    now: Date,
  ): Promise<void> {
    const [own, rules] = [await this.surveys.languageOf(tx, contactId), await this.settings.rules(tx, outletId)];
    await this.voice.say(tx, conversationId, surveyMessage(id, settings, surveyLanguage(own, rules.language)), now);
    const askedAt = now.toISOString();
    await this.surveys.markAsked(tx, id, askedAt);
    const until = new Date(now.getTime() + RATING_MS).toISOString();
    await this.surveys.await(tx, conversationId, settings.asksComment ? 'rating_then_comment' : 'rating', until);
    const who = agentId ? { agentId } : {};
    this.outbox.append(tx, surveyChanged, { surveyId: id, conversationId, outletId, ...who, askedAt });
  }
}
