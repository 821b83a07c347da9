import { toProblem, worthRetrying, type Problem } from '../../api/problem';
import type { Message, OutgoingBody } from './contract';

/** What an agent has sent, until the server has it. */
export interface Outgoing {
  /** The same for every try: the server sends it once. */
  clientId: string;
  conversationId: string;
  body: OutgoingBody;
  /** The text that is shown, and what it quotes. */
  text: string;
  quoted?: string;
  at: string;
  /** `waiting`: nobody answered; it is tried again by itself. */
  state: 'sending' | 'waiting' | 'failed';
  problem?: Problem;
  /** The message on the server that this seems to be, seen live before the answer came. */
  seenAs?: string;
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

interface Parts {
  send(conversationId: string, body: OutgoingBody, clientId: string): Promise<Message>;
  /** Before the item goes: what is shown goes over from one to the other at once. */
  sent(conversationId: string, message: Message): void;
  me: string;
  storage: Storage;
  key: string;
  now?: () => number;
  later?: (task: () => void, ms: number) => unknown;
}

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;
const NONE: readonly Outgoing[] = [];

/** Sends in order, one at a time in each conversation, and never twice: a try whose answer was lost is repeated under the same key. */
export class SendQueue {
  #items: readonly Outgoing[];
  readonly #running = new Set<string>();
  readonly #tries = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  readonly #snapshots = new Map<string, readonly Outgoing[]>();

  constructor(private readonly parts: Parts) {
    this.#items = stored(parts.storage, parts.key);
    for (const { conversationId } of this.#items) this.#pump(conversationId);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What is on its way in a conversation, oldest first; the same array until something changes. */
  of(conversationId: string): readonly Outgoing[] {
    const present = this.#snapshots.get(conversationId);
    if (present) return present;
    const items = this.#items.filter((item) => item.conversationId === conversationId);
    const snapshot = items.length > 0 ? items : NONE;
    this.#snapshots.set(conversationId, snapshot);
    return snapshot;
  }

  add(item: Pick<Outgoing, 'clientId' | 'conversationId' | 'body' | 'text' | 'quoted'>): void {
    this.#set([...this.#items, { ...item, at: new Date((this.parts.now ?? Date.now)()).toISOString(), state: 'sending' }]);
    this.#pump(item.conversationId);
  }

  retry(clientId: string): void {
    const item = this.#items.find((each) => each.clientId === clientId);
    if (!item) return;
    this.#change(clientId, { state: 'sending' });
    this.#pump(item.conversationId);
  }

  discard(clientId: string): void {
    this.#set(this.#items.filter((item) => item.clientId !== clientId));
  }

  /** The conversation is gone, and nothing can be sent there. */
  forget(conversationId: string): void {
    this.#set(this.#items.filter((item) => item.conversationId !== conversationId));
  }

  /** The connection is back. */
  wake(): void {
    for (const item of this.#items) if (item.state === 'waiting') this.retry(item.clientId);
  }

  /** A message was seen live: if it looks like the next one that is on its way, it is shown once from now on. */
  heard(conversationId: string, message: Message): void {
    if (message.direction !== 'outbound' || message.authorId !== this.parts.me) return;
    if (this.#items.some(({ seenAs }) => seenAs === message.id)) return;
    const item = this.#items.find(
      (each) =>
        each.conversationId === conversationId &&
        each.state !== 'failed' &&
        !each.seenAs &&
        each.body.type === message.type &&
        (each.body.type !== 'text' || each.body.text === message.text),
    );
    if (item) this.#change(item.clientId, { seenAs: message.id });
  }

  #pump(conversationId: string): void {
    if (this.#running.has(conversationId)) return;
    const next = this.#items.find((item) => item.conversationId === conversationId && item.state !== 'failed');
    if (!next || next.state === 'waiting') return;
    this.#running.add(conversationId);
    this.parts
      .send(conversationId, next.body, next.clientId)
      .then(
        (message) => {
          this.#tries.delete(next.clientId);
          this.parts.sent(conversationId, message);
          this.discard(next.clientId);
        },
        (error: unknown) => this.#failed(next, error),
      )
      .finally(() => {
        this.#running.delete(conversationId);
        this.#pump(conversationId);
      });
  }

  #failed({ clientId }: Outgoing, error: unknown): void {
    const problem = toProblem(error);
    if (!worthRetrying(error)) return this.#change(clientId, { state: 'failed', problem });
    const tries = this.#tries.get(clientId) ?? 0;
    this.#tries.set(clientId, tries + 1);
    this.#change(clientId, { state: 'waiting', problem });
    (this.parts.later ?? setTimeout)(
      () => this.#items.some((item) => item.clientId === clientId && item.state === 'waiting') && this.retry(clientId),
      Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** tries),
    );
  }

  #change(clientId: string, part: Partial<Outgoing>): void {
    this.#set(
      this.#items.map((item) => {
        if (item.clientId !== clientId) return item;
        const { problem: _, ...rest } = item;
        return { ...rest, ...part };
      }),
    );
  }

  #set(items: readonly Outgoing[]): void {
    this.#items = items;
    this.#snapshots.clear();
    if (items.length === 0) this.parts.storage.removeItem(this.parts.key);
    else this.parts.storage.setItem(this.parts.key, JSON.stringify(items.map(({ problem: _, ...item }) => item)));
    for (const listener of this.#listeners) listener();
  }
}

/** What a reload interrupted goes on; what had failed waits for the agent as before. */
function stored(storage: Storage, key: string): readonly Outgoing[] {
  try {
    const items = JSON.parse(storage.getItem(key) ?? '[]') as Outgoing[];
    return items.map((item) => ({ ...item, state: item.state === 'failed' ? 'failed' : 'sending' }));
  } catch {
    return [];
  }
}
