import type { Metered } from './meter-answer.handler.js';

/** What happens while a text is written for somebody who watches. */
export type Grown =
  /** The next checked sentences. */
  | { kind: 'token'; text: string }
  /** The end, once. */
  | ({ kind: 'done' } & Metered);

/** A text that somebody sees grow, sentence by sentence. */
export class Growing {
  shown = '';

  constructor(private readonly tell: (told: Grown) => void) {}

  /** @param text all that may be shown so far */
  show(text: string): void {
    if (text.length <= this.shown.length || !text.startsWith(this.shown)) return;
    this.tell({ kind: 'token', text: text.slice(this.shown.length) });
    this.shown = text;
  }

  /** @param metered undefined when the asker left: nobody is told */
  end(metered: Metered | undefined): void {
    if (!metered) return;
    const { outcome } = metered.responded;
    if (outcome.kind === 'answer') this.show(outcome.text);
    this.tell({ kind: 'done', ...metered });
  }
}
