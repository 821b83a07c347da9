import { Injectable } from '@nestjs/common';
import { surveyChanged, type ConversationState } from '#contracts';
import type { Transaction } from '#database';
import { Outbox } from '#messaging';
import { COMMENT_MS, MORE_COMMENT_MS, surveyLanguage, thanksOf } from '../../domain/surveys/survey.js';
import type { SurveyTurn } from '../../domain/surveys/survey-turn.js';
import { isWindowOpen, windowAfter } from '../../domain/threads/service-window.js';
import { InboxSettingsRepository } from '../../persistence/settings/inbox-settings.repository.js';
import { SurveysRepository } from '../../persistence/surveys/surveys.repository.js';
import { Activities } from '../activities/activities.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { SystemVoice } from '../threads/system-voice.step.js';

/** A message that stands in its conversation, which this transaction has locked. */
interface Standing {
  messageId: string;
  conversationId: string;
  outletId: string;
  place: { contactId: string };
  seq: number;
  state: ConversationState;
  at: string;
}

/** A customer has answered a survey: a part of the transaction that records the message. */
@Injectable()
export class AnswerSurvey {
  constructor(
    private readonly surveys: SurveysRepository,
    private readonly settings: InboxSettingsRepository,
    private readonly voice: SystemVoice,
    private readonly activities: Activities,
    private readonly outbox: Outbox,
    private readonly live: LiveLog,
  ) {}

  /** A rating counts once and is thanked for once; what comes again, or after the question is gone, changes nothing. */
  async execute(tx: Transaction, message: Standing, turn: SurveyTurn, now: Date): Promise<void> {
    const { conversationId, outletId, messageId, at } = message;
    if (turn.kind === 'comment') {
      await this.surveys.addComment(tx, conversationId, messageId);
      await this.surveys.awaitMore(tx, conversationId, new Date(Date.parse(at) + MORE_COMMENT_MS).toISOString());
      this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
      return;
    }
    const rated = await this.surveys.rate(tx, conversationId, turn.surveyId, { rating: turn.rating, at });
    if (rated) await this.#tell(tx, message, turn.rating, rated, now);
  }

  async #tell(
    tx: Transaction,
    { conversationId, outletId, place, seq, state, at }: Standing,
    rating: number,
    { id, agentId, askedAt }: { id: string; agentId: string | null; askedAt: string },
    now: Date,
  ): Promise<void> {
    const settings = await this.surveys.settings(tx);
    this.activities.append(tx, {
      conversationId,
      afterSeq: seq,
      kind: 'survey_answered',
      by: { author: 'customer' },
      detail: { rating },
    });
    this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
    const who = agentId ? { agentId } : {};
    this.outbox.append(tx, surveyChanged, { surveyId: id, conversationId, outletId, ...who, askedAt, rating });
    // An answer that a webhook brings more than a day late finds the window closed.
    if (isWindowOpen(windowAfter(at), now)) {
      const [own, rules] = [await this.surveys.languageOf(tx, place.contactId), await this.settings.rules(tx, outletId)];
      await this.voice.say(tx, conversationId, thanksOf(settings, surveyLanguage(own, rules.language)), now);
    }
    const waits = state === 'closed' && settings.asksComment;
    await this.surveys.await(
      tx,
      conversationId,
      waits ? 'comment' : null,
      waits ? new Date(Date.parse(at) + COMMENT_MS).toISOString() : null,
    );
  }
}
