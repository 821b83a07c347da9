import { Injectable } from '@nestjs/common';
import type { Asked, Passage } from '../../domain/answers/answer.js';
import { sentencesOfDraft } from '../../domain/answers/model-answer.js';
import type { Watcher } from '../../domain/answers/watcher.js';
import { AnswerQuestion } from './answer-question.step.js';
import { Growing, type Grown } from './growing.js';
import { MeterAnswer } from './meter-answer.handler.js';

/** What happens while a question is answered. */
export type Told =
  /** What was found, best first; missing where the question needed no search. */
  { kind: 'passages'; passages: readonly Passage[] } | Grown;

@Injectable()
export class TryQuestionHandler {
  constructor(
    private readonly answers: AnswerQuestion,
    private readonly meter: MeterAnswer,
  ) {}

  /**
   * Answers a question as a customer would be answered, without a customer: nothing is sent or kept but its cost. Text is told by whole
   * sentences, each after its check. When a later one makes the answer a handoff, `done` says so: nothing of it counts then.
   *
   * @param tell gets what happens, in order; ends with `done` unless the asker left
   * @param left aborted when the asker left: the model is told to stop
   * @throws {Problem} not_found for a base that is not there; 402 quota_exceeded when the AI answers of the month are used
   */
  async execute(asked: Asked, tell: (told: Told) => void, left: AbortSignal): Promise<void> {
    const growing = new Growing(tell);
    const watcher: Watcher = {
      found: (passages) => tell({ kind: 'passages', passages }),
      wrote: (raw, grounds) => growing.show(sentencesOfDraft(raw, grounds)),
      left,
    };
    growing.end(
      await this.meter.execute(
        asked.tenantId,
        (settings) => this.answers.execute(asked, settings, watcher),
        () => growing.shown,
      ),
    );
  }
}
