/** What people and the bot are writing just now; nothing of it is kept. */
export interface Writing {
  /** The bot’s answer so far. */
  draft: { text: string; epoch: number } | undefined;
  /** User ids of colleagues. */
  typing: readonly string[];
}
const NOBODY: Writing = { draft: undefined, typing: [] };

const TYPING_MS = 5_000;
/** A bot that was stopped does not say so. */
const DRAFT_MS = 20_000;
const DONE_MS = 1_500;

type Later = (task: () => void, ms: number) => () => void;
const later: Later = (task, ms) => {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
};

export class Passing {
  readonly #writing = new Map<string, Writing>();
  readonly #ends = new Map<string, () => void>();
  readonly #listeners = new Set<() => void>();

  constructor(private readonly after: Later = later) {}

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  of(conversationId: string): Writing {
    return this.#writing.get(conversationId) ?? NOBODY;
  }

  draft({ conversationId, text, done, epoch }: { conversationId: string; text: string; done: boolean; epoch: number }): void {
    const { draft } = this.of(conversationId);
    // Of a turn that was overtaken.
    if (draft && epoch < draft.epoch) return;
    // What is written stands until it is spoken, which is a moment later; or is not.
    if (!done) this.#set(conversationId, { draft: text ? { text, epoch } : undefined });
    this.#end(`${conversationId} draft`, done ? DONE_MS : DRAFT_MS, () => this.#set(conversationId, { draft: undefined }));
  }

  typing(conversationId: string, userId: string): void {
    const rest = this.of(conversationId).typing.filter((each) => each !== userId);
    this.#set(conversationId, { typing: [...rest, userId] });
    this.#end(`${conversationId} ${userId}`, TYPING_MS, () => this.stopped(conversationId, userId));
  }

  /** Whoever has sent something is not writing it any more. */
  stopped(conversationId: string, userId: string): void {
    const { typing } = this.of(conversationId);
    if (typing.includes(userId)) this.#set(conversationId, { typing: typing.filter((each) => each !== userId) });
  }

  /** The bot has spoken, or somebody else does from now on. */
  overtaken(conversationId: string, epoch = Number.POSITIVE_INFINITY): void {
    const { draft } = this.of(conversationId);
    if (draft && draft.epoch < epoch) this.#set(conversationId, { draft: undefined });
  }

  #end(key: string, ms: number, task: () => void): void {
    this.#ends.get(key)?.();
    this.#ends.set(key, this.after(task, ms));
  }

  #set(conversationId: string, part: Partial<Writing>): void {
    const next = { ...this.of(conversationId), ...part };
    if (!next.draft && next.typing.length === 0) this.#writing.delete(conversationId);
    else this.#writing.set(conversationId, next);
    for (const listener of this.#listeners) listener();
  }
}
