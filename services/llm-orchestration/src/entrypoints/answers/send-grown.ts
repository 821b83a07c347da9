import type { Grown } from '../../handlers/answers/growing.js';
import type { AnswerDoneDto, TokenDto } from './answers.dto.js';
import type { EventStream } from './event-stream.js';

/** Tells whoever watches a text how it grows, and its end. */
export function sendGrown(stream: EventStream, told: Grown): void {
  if (told.kind === 'token') stream.send('token', { text: told.text } satisfies TokenDto);
  else stream.send('done', doneOf(told));
}

function doneOf({
  responded: { outcome, model, promptTokens, completionTokens },
  durationMs,
  cost,
}: Extract<Grown, { kind: 'done' }>): AnswerDoneDto {
  const rest = { usage: { promptTokens, completionTokens, ...cost }, model, durationMs };
  if (outcome.kind === 'handoff') {
    const { reason, detail } = outcome;
    return { outcome: 'handoff', reason, ...(detail ? { detail } : {}), text: '', citations: [], ...rest };
  }
  const citations = outcome.citations.map(({ documentId, title, text, page }) => {
    return { documentId, title, text, ...(page === undefined ? {} : { page }) };
  });
  return { outcome: 'answer', text: outcome.text, citations, ...rest };
}
