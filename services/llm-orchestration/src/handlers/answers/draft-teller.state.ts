import { Injectable } from '@nestjs/common';
import { draftGrew, type EventOf, type replyRequested } from '#contracts';
import { Signals } from '#messaging';

/** People read no faster. */
const EVERY_MS = 150;

/** What of an answer is shown while it is being written. */
export interface Draft {
  /** @param show what of all that was written so far may be seen; asked for as often as people can read */
  grow(show: () => string): void;
  /** @param text the answer; empty where there is none */
  finish(text: string): void;
}

/** Shows colleagues what the bot is about to say. Nothing depends on it: whoever looks away misses it. */
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
