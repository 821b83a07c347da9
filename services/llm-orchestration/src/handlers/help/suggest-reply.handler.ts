import { Injectable } from '@nestjs/common';
import { Problem } from '#service-kit';
import { ConversationsClient } from '../../clients/help/conversations.client.js';
import { sentencesOfDraft } from '../../domain/answers/model-answer.js';
import type { Watcher } from '../../domain/answers/watcher.js';
import { AnswerQuestion } from '../answers/answer-question.step.js';
import { MeterAnswer } from '../answers/meter-answer.handler.js';
import { Growing, type Grown } from '../answers/growing.js';

@Injectable()
export class SuggestReplyHandler {
  constructor(
    private readonly conversations: ConversationsClient,
    private readonly answers: AnswerQuestion,
    private readonly meter: MeterAnswer,
  ) {}

  /**
   * Suggests to an agent what to answer a customer, from the knowledge, as the bot would: the same search, responder and checks. Nothing is sent.
   *
   * @param tell gets the next checked sentences, and the end unless the asker left
   * @param left aborted when the asker left: the model is told to stop
   * @throws {Problem} not_found; 409 nothing_asked where the customer wrote nothing; 402 quota_exceeded
   */
  async execute(tenantId: string, conversationId: string, tell: (told: Grown) => void, left: AbortSignal): Promise<void> {
    const open = await this.conversations.open(tenantId, conversationId);
    if (!open) throw new Problem(409, 'nothing_asked', 'The customer has written nothing yet. Wait until they write.');
    const growing = new Growing(tell);
    const watcher: Watcher = { wrote: (raw, grounds) => growing.show(sentencesOfDraft(raw, grounds)), left };
    const asked = { tenantId, ...open };
    growing.end(
      await this.meter.execute(
        tenantId,
        (settings) => this.answers.suggest(asked, settings, watcher),
        () => growing.shown,
        open.outletId,
      ),
    );
  }
}
