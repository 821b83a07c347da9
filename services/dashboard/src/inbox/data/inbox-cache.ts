import { notifyManager, type QueryClient } from '@tanstack/react-query';
import type { LiveSink, Stale } from '../../live/live-store';
import type { Passing } from '../../live/passing';
import type { RecentEvents } from '../../live/recent-events';
import { conversationIdOf, type DurableEvent, type PassingEvent } from '../../live/events';
import { type Conversation, type Message, type Note, type Presence } from './contract';
import type { Filter } from '../list/filter';
import { keysOf, queriesOf } from './keys';
import { findIn, listAfter, moved, placed, type ListData } from './list-data';
import { merged, threadAfter, type ThreadData } from './thread-data';

/** What deserves somebody’s attention. */
export interface Notice {
  kind: 'assigned' | 'waiting' | 'message' | 'mention';
  conversation: Conversation;
  text: string | undefined;
}

interface Parts {
  queries: QueryClient;
  tenantId: string;
  me: string;
  passing: Passing;
  fetchConversation(id: string): Promise<Conversation>;
  /** A message was seen live. */
  heard(conversationId: string, message: Message): void;
  notice(notice: Notice): void;
  /** A customer was erased, and what was being written to them goes too. */
  erased(conversationId: string): void;
  later?: (task: () => void, ms: number) => unknown;
}

/** Two frames of a screen: nobody sees it. */
const DRAW_AFTER_MS = 33;
/** What comes together is counted once. */
const COUNT_AFTER_MS = 300;
/** Counting again costs a query, so a busy inbox is counted now and then. */
const COUNT_EVERY_MS = 1_500;

/** Brings what happens into what is shown, without asking the server where the event says enough. */
export class InboxCache implements LiveSink {
  readonly keys: ReturnType<typeof keysOf>;
  readonly #loading = new Set<string>();
  readonly #erased = new Set<string>();
  #counting = false;
  #countedAt = Number.NEGATIVE_INFINITY;
  #waiting: DurableEvent[] = [];

  constructor(private readonly parts: Parts) {
    this.keys = keysOf(parts.tenantId);
  }

  /** Events that come close together change what is shown at once: a busy inbox is drawn a few times a second, not with every event. */
  durable(event: DurableEvent): void {
    this.#waiting.push(event);
    if (this.#waiting.length > 1) return;
    (this.parts.later ?? setTimeout)(() => {
      const events = this.#waiting;
      this.#waiting = [];
      notifyManager.batch(() => {
        for (const each of events) this.#take(each);
      });
    }, DRAW_AFTER_MS);
  }

  #take(event: DurableEvent): void {
    const { queries, passing } = this.parts;
    const id = conversationIdOf(event);
    if (event.kind === 'merged' && !event.into) return this.#erase(event);
    if (this.#erased.has(id)) return;
    const before = this.find(id);
    if (event.kind === 'message') {
      this.parts.heard(id, event.message);
      if (event.message.author === 'bot' || event.message.author === 'system') passing.overtaken(id);
      if (event.message.authorId) passing.stopped(id, event.message.authorId);
    }
    if (event.kind === 'conversation') passing.overtaken(id, event.conversation.epoch);

    const isUnknown = queries
      .getQueryCache()
      .findAll({ queryKey: this.keys.base })
      .map(({ queryKey }) => this.#apply(queryKey, event));
    if (event.kind === 'note') this.#mention(event);
    // Whatever stands as a line in the thread is told as a change of its conversation.
    if (event.kind === 'conversation') void queries.invalidateQueries({ queryKey: this.keys.activities(id) });
    if (event.kind === 'contact') {
      void queries.invalidateQueries({ queryKey: this.keys.contact(event.contactId) });
      void this.load(id);
    }
    if (event.kind === 'merged' && event.into) {
      queries.setQueryData(this.keys.merged(id), event.into);
      void queries.invalidateQueries({ queryKey: this.keys.conversation(event.into) });
      void queries.invalidateQueries({ queryKey: this.keys.thread(event.into) });
      void queries.invalidateQueries({ queryKey: this.keys.activities(event.into) });
    }
    if (!before && isUnknown.includes(true)) void this.load(id, event);
    else this.#notice(before, before ? moved(before, event) : event.kind === 'conversation' ? event.conversation : undefined, event);
    if (event.kind !== 'status' && event.kind !== 'note') this.#count();
  }

  /** A note that names this person is told to them; one that is gone may have. */
  #mention({ conversationId, note }: DurableEvent & { kind: 'note' }): void {
    const isMine = note?.mentions?.includes(this.parts.me) && note.authorId !== this.parts.me;
    if (note && !isMine) return;
    void this.parts.queries.invalidateQueries({ queryKey: this.keys.mentions });
    if (note) void this.#tell('mention', conversationId, note.text);
  }

  /** Nothing of an erased customer stays, on the screen or in memory. */
  #erase(event: DurableEvent & { kind: 'merged' }): void {
    const { queries, passing } = this.parts;
    const { conversationId: id } = event;
    const contactId = this.find(id)?.contact.id;
    const mediaIds = queries.getQueryData<ThreadData>(this.keys.thread(id))?.messages.map(({ media }) => media?.id) ?? [];
    this.#erased.add(id);
    // First of all, so that who looks at it is told instead of asking for it anew.
    queries.setQueryData(this.keys.merged(id), null);
    for (const { queryKey } of queries.getQueryCache().findAll({ queryKey: this.keys.lists })) this.#apply(queryKey, event);
    const { base } = this.keys;
    const gone: (readonly unknown[])[] = [this.keys.conversation(id), this.keys.thread(id), this.keys.notes(id), this.keys.activities(id)];
    if (contactId) gone.push([...base, 'contact', contactId], [...base, 'earlier', contactId]);
    for (const mediaId of mediaIds) if (mediaId) gone.push([...base, 'media', mediaId]);
    for (const queryKey of gone) queries.removeQueries({ queryKey });
    void queries.invalidateQueries({ queryKey: this.keys.mentions });
    // Hits quote messages.
    void queries.resetQueries({ queryKey: [...base, 'search'] });
    passing.overtaken(id);
    this.parts.erased(id);
    this.#count();
  }

  /**
   * What a request brings may be older than what happened while it was under way: that is applied to it again.
   * @returns what ends it
   */
  follow(recent: RecentEvents<DurableEvent>): () => void {
    const marks = new Map<string, number>();
    return this.parts.queries.getQueryCache().subscribe((change) => {
      const { queryKey, queryHash } = change.query;
      if (change.type !== 'updated' || queryKey[0] !== 'inbox' || queryKey[1] !== this.parts.tenantId) return;
      const { action } = change;
      if (action.type === 'fetch') marks.set(queryHash, recent.mark);
      if (action.type !== 'success' || action.manual) return;
      const mark = marks.get(queryHash);
      marks.delete(queryHash);
      if (mark === undefined) return;
      for (const event of recent.since(mark)) {
        if (this.#apply(queryKey, event)) void this.load(conversationIdOf(event));
      }
    });
  }

  /** Brings one event into what one query has. @returns whether a list misses the conversation that it is about */
  #apply(key: readonly unknown[], event: DurableEvent): boolean {
    const { queries, me } = this.parts;
    const [, , what, about] = key;
    const present: unknown = queries.getQueryData(key);
    if (present === undefined) return false;
    if (what === 'list') {
      const after = listAfter(present as ListData, event, about as Filter, me);
      if (after.data !== present) queries.setQueryData(key, after.data);
      return after.isUnknown;
    }
    if (what === 'conversation') {
      const after = moved(present as Conversation, event);
      if (after !== present) queries.setQueryData(key, after);
    } else if (what === 'thread') {
      const after = threadAfter(present as ThreadData, String(about), event);
      if (after.data !== present) queries.setQueryData(key, after.data);
      if (after.isHoled) void queries.invalidateQueries({ queryKey: key });
    } else if (what === 'notes' && event.kind === 'note' && event.conversationId === about) {
      this.noted(event.conversationId, event.noteId, event.note);
    }
    return false;
  }

  passing(event: PassingEvent): void {
    const { queries, passing, me } = this.parts;
    switch (event.kind) {
      case 'typing':
        if (event.userId && event.userId !== me) passing.typing(event.conversationId, event.userId);
        break;
      case 'draft':
        passing.draft(event);
        break;
      case 'presence':
        queries.setQueryData<Presence[]>(this.keys.presence, (present) => {
          if (!present) return present;
          const { kind: _, ...one } = event;
          return [...present.filter(({ userId }) => userId !== event.userId), one];
        });
        break;
      case 'settings':
        this.#settingsChanged(event.what);
        break;
      case 'assigned':
        if (event.assigneeId === me) void this.#tell('assigned', event.conversationId);
        break;
    }
  }

  /** Somebody has changed what pages show beside conversations. */
  #settingsChanged(what: string): void {
    for (const queryKey of queriesOf(what, this.parts.tenantId)) void this.parts.queries.invalidateQueries({ queryKey });
  }

  /** The connection is back: of settings nobody can tell what was missed. */
  reconnected(): void {
    const { base } = this.keys;
    for (const name of ['labels', 'teams', 'canned', 'views', 'macros', 'members', 'outlets', 'settings', 'survey-settings']) {
      void this.parts.queries.invalidateQueries({ queryKey: [...base, name] });
    }
  }

  stale(what: Stale | undefined): void {
    const { queries } = this.parts;
    if (!what) return void queries.invalidateQueries({ queryKey: this.keys.base });
    void queries.invalidateQueries({ queryKey: this.keys.lists });
    void queries.invalidateQueries({ queryKey: this.keys.mentions });
    const isMeant = (id: string): boolean => {
      const outletId = this.find(id)?.outletId;
      return what.conversationIds.includes(id) || outletId === undefined || what.outletIds.includes(outletId);
    };
    void queries.invalidateQueries({
      predicate: ({ queryKey }) =>
        queryKey[0] === 'inbox' &&
        queryKey[1] === this.parts.tenantId &&
        ['conversation', 'thread', 'notes', 'activities'].includes(String(queryKey[2])) &&
        isMeant(String(queryKey[3])),
    });
    this.#count();
  }

  /** Takes what an action answered, before its event comes. */
  took(...conversations: readonly Conversation[]): void {
    for (const conversation of conversations) this.#place(conversation);
    this.#countNow();
  }

  #place(conversation: Conversation): void {
    if (this.#erased.has(conversation.id)) return;
    const { queries, me } = this.parts;
    // An answer may leave out what only lists tell.
    const known = this.find(conversation.id);
    const whole = {
      ...(known?.lastMessage && { lastMessage: known.lastMessage }),
      ...(known?.labelIds && { labelIds: known.labelIds }),
      ...conversation,
    };
    queries.setQueryData(this.keys.conversation(conversation.id), whole);
    for (const [key, data] of this.#lists()) queries.setQueryData(key, placed(data, whole, key[3] as Filter, me));
  }

  /** Takes a message that the server has answered with. */
  spoke(conversationId: string, message: Message): void {
    this.parts.queries.setQueryData<ThreadData>(
      this.keys.thread(conversationId),
      (data) => data && { ...data, messages: merged(data.messages, [message]) },
    );
  }

  /** Takes a note that was written, or taken away where it is null. */
  noted(conversationId: string, noteId: string, note: Note | null): void {
    this.parts.queries.setQueryData<Note[]>(this.keys.notes(conversationId), (notes) => {
      const rest = notes?.filter(({ id }) => id !== noteId);
      return rest && (note ? [...rest, note] : rest);
    });
  }

  /** Somebody has looked at all of it, here and now. */
  read(conversationId: string): void {
    const known = this.find(conversationId);
    if (!known) return;
    this.#place({ ...known, unreadCount: 0 });
    // The server is told after this.
    this.#count();
  }

  /** What is known of a conversation, wherever it is shown. */
  find(id: string): Conversation | undefined {
    const own = this.parts.queries.getQueryData<Conversation>(this.keys.conversation(id));
    if (own) return own;
    for (const [, data] of this.#lists()) {
      const row = findIn(data, id);
      if (row) return row;
    }
    return undefined;
  }

  #lists(): [readonly unknown[], ListData][] {
    return this.parts.queries
      .getQueriesData<ListData>({ queryKey: this.keys.lists })
      .filter((entry): entry is [readonly unknown[], ListData] => entry[1] !== undefined);
  }

  /** Reads one conversation that an event names and no list has yet. */
  async load(id: string, event?: DurableEvent): Promise<void> {
    if (this.#loading.has(id)) return;
    this.#loading.add(id);
    try {
      const conversation = await this.parts.fetchConversation(id);
      this.#place(conversation);
      this.#count();
      if (event) this.#notice(undefined, conversation, event);
    } catch {
      // Gone meanwhile, or out of reach: the next snapshot tells.
    } finally {
      this.#loading.delete(id);
    }
  }

  async #tell(kind: 'assigned' | 'mention', id: string, text?: string): Promise<void> {
    if (!this.find(id)) await this.load(id);
    const conversation = this.find(id);
    if (conversation) this.parts.notice({ kind, conversation, text: text ?? conversation.lastMessage?.text });
  }

  #notice(before: Conversation | undefined, after: Conversation | undefined, event: DurableEvent): void {
    if (!after) return;
    const { me, notice } = this.parts;
    const text = event.kind === 'message' ? (event.message.text ?? event.message.media?.caption) : after.lastMessage?.text;
    if (after.assigneeId === me && before && before.assigneeId !== me) notice({ kind: 'assigned', conversation: after, text });
    else if (after.state === 'pending' && before?.state !== 'pending' && event.kind !== 'status')
      notice({ kind: 'waiting', conversation: after, text });
    else if (
      event.kind === 'message' &&
      event.message.direction === 'inbound' &&
      after.assigneeId === me &&
      event.message.type !== 'reaction'
    )
      notice({ kind: 'message', conversation: after, text });
  }

  #count(): void {
    if (this.#counting) return;
    this.#counting = true;
    const ms = Math.max(COUNT_AFTER_MS, this.#countedAt + COUNT_EVERY_MS - Date.now());
    (this.parts.later ?? setTimeout)(() => {
      this.#counting = false;
      this.#countedAt = Date.now();
      this.#countNow();
    }, ms);
  }

  #countNow(): void {
    void this.parts.queries.invalidateQueries({ queryKey: this.keys.counts });
  }
}
