import { Injectable } from '@nestjs/common';
import { draftGrew, type EventOf, type replyRequested } from '#contracts';
import { Signals } from '#messaging';

/** People do not read faster. */
const EVERY_MS = 150;

/** Shows an answer while it is being written. */
export interface Draft {
  /** @param show gives the text that may be shown so far; called as often as people can read */
  grow(show: () => string): void;
  /** @param text the answer; empty if there is none */
  finish(text: string): void;
}

/** Shows colleagues what the bot is writing. Nothing depends on it; a lost signal is not repeated. */
@Injectable()
export class DraftTeller {
  constructor(private readonly signals: Signals) {}

  begin({ tenantId, data: { conversationId, outletId, epoch } }: EventOf<typeof replyRequested>): Draft {
    let newest = (): string => '';
    let told = '';
    let timer: NodeJS.Timeout | undefined;
    const tell = (text: string, done: boolean): void => {
      told = text;
      this.signals.send(draftGrew, tenantId, { conversationId, outletId, epoch, text, done });
    };
    return {
      grow: (show) => {
        newest = show;
        timer ??= setTimeout(() => {
          timer = undefined;
          const text = newest();
          if (text !== told) tell(text, false);
        }, EVERY_MS);
      },
      finish: (text) => {
        clearTimeout(timer);
        if (text !== '' || told !== '') tell(text, true);
      },
    };
  }
}
