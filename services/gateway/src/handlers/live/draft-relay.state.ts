import type { z } from 'zod';
import type { draftGrew } from '#contracts';
import { conversationRoom, everyConversationRoom } from '../../domain/live/rooms.js';
import type { LiveSockets } from './live-sockets.state.js';

type Draft = z.infer<typeof draftGrew.data>;

/** Five times per second, the newest text each time: people read no faster. */
const EVERY_MS = 200;

/** Passes on the bot's drafts of one tenant. Each is the whole text so far, so older ones may be skipped. */
export class DraftRelay {
  readonly #waiting = new Map<string, { timer: NodeJS.Timeout; newest: Draft | undefined }>();

  constructor(
    private readonly tenantId: string,
    private readonly sockets: LiveSockets,
  ) {}

  take(draft: Draft): void {
    const waiting = this.#waiting.get(draft.conversationId);
    if (waiting && !draft.done) {
      waiting.newest = draft;
      return;
    }
    clearTimeout(waiting?.timer);
    this.#waiting.delete(draft.conversationId);
    this.#tell(draft);
    if (!draft.done) this.#rest(draft.conversationId);
  }

  stop(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer);
    this.#waiting.clear();
  }

  #rest(conversationId: string): void {
    const timer = setTimeout(() => {
      const { newest } = this.#waiting.get(conversationId)!;
      this.#waiting.delete(conversationId);
      if (!newest) return;
      this.#tell(newest);
      this.#rest(conversationId);
    }, EVERY_MS);
    this.#waiting.set(conversationId, { timer, newest: undefined });
  }

  #tell({ conversationId, text, done, epoch }: Draft): void {
    const rooms = [conversationRoom(this.tenantId, conversationId), everyConversationRoom(this.tenantId)];
    this.sockets.mention(rooms, 'draft', { conversationId, text, done, epoch });
  }
}
