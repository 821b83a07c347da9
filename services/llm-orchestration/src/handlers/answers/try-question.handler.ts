import { Injectable } from '@nestjs/common';
import type { Asked, Passage } from '../../domain/answers/answer.js';
import { sentencesOfDraft } from '../../domain/answers/model-answer.js';
import { AnswerQuestion } from './answer-question.step.js';
import { MeterAnswer, type Metered } from './meter-answer.step.js';

/** What happens while a question is answered. */
export type Told =
  /** What was found, best first; missing where the question needed no search. */
  | { kind: 'passages'; passages: readonly Passage[] }
  /** The next checked sentences. */
  | { kind: 'token'; text: string }
  /** The end, once. */
  | ({ kind: 'done' } & Metered);

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
    let shown = '';
    const show = (text: string): void => {
      if (text.length <= shown.length || !text.startsWith(shown)) return;
      tell({ kind: 'token', text: text.slice(shown.length) });
      shown = text;
    };
    const watcher = {
      found: (passages: readonly Passage[]) => tell({ kind: 'passages', passages }),
      wrote: (raw: string, grounds: Parameters<typeof sentencesOfDraft>[1]) => show(sentencesOfDraft(raw, grounds)),
      left,
    };
    const metered = await this.meter.execute(
      asked.tenantId,
      (settings) => this.answers.execute(asked, settings, watcher),
      () => shown,
    );
    if (!metered) return;
    const { outcome } = metered.responded;
    if (outcome.kind === 'answer') show(outcome.text);
    tell({ kind: 'done', ...metered });
  }
}
