import type { Activity, Message, Note, Reaction } from '../data/contract';
import { placeOf } from '../data/thread-data';
import type { Outgoing } from '../data/send-queue';

/** A line of the thread as it is shown. */
export type Row =
  | { kind: 'day'; key: string; day: string }
  | { kind: 'message'; key: string; message: Message; reactions: readonly Reaction[]; isFirst: boolean }
  | { kind: 'reaction'; key: string; message: Message; emoji: string }
  | { kind: 'note'; key: string; note: Note }
  | { kind: 'activity'; key: string; activity: Activity }
  | { kind: 'outgoing'; key: string; item: Outgoing };

/** Always the same, so that a message without any is not drawn again. */
const NONE: readonly Reaction[] = [];
/** Within these, messages of one author stand together under one name. */
const TOGETHER_MS = 5 * 60_000;

interface Parts {
  messages: readonly Message[];
  notes: readonly Note[];
  activities?: readonly Activity[];
  outgoing: readonly Outgoing[];
  /** The beginning of the thread is not loaded. */
  hasOlder: boolean;
  /** The local day of a time. */
  dayOf: (at: string) => string;
}

const READ = ['location', 'contacts', 'interactive', 'order'] as const;

/** The body of a message of its type, wherever the server left it. */
export function bodyOf(message: Message): unknown {
  const { content, type } = message;
  // A chosen button is told like any other choice.
  const read = READ.find((each) => each === type || (each === 'interactive' && type === 'button'));
  if (read && message[read] !== undefined) return message[read];
  return content && type in content ? content[type] : content;
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** Messages by day, notes and activities where they belong, reactions at what they are about, and what is on its way at the end. */
export function timeline({ messages, notes, activities = [], outgoing, hasOlder, dayOf }: Parts): Row[] {
  const reactions = reactionsOf(messages);
  const seen = new Set(outgoing.map(({ seenAs }) => seenAs).filter((id) => id !== undefined));
  const first = messages[0] ? placeOf(messages[0]) : 0;
  type Beside = Extract<Row, { kind: 'note' | 'activity' }>;
  const besides: { afterSeq: number; at: string; row: Beside }[] = [
    ...notes.map((note) => ({ ...note, row: { kind: 'note', key: note.id, note } as const })),
    ...activities.map((activity) => ({ ...activity, row: { kind: 'activity', key: activity.id, activity } as const })),
  ];
  const pending = besides
    .filter(({ afterSeq }) => !hasOlder || afterSeq >= first)
    .toSorted(
      (one, other) =>
        one.afterSeq - other.afterSeq || (one.at === other.at ? (one.row.key < other.row.key ? -1 : 1) : one.at < other.at ? -1 : 1),
    );
  const rows: Row[] = [];
  let day = '';
  let before: Pick<Message, 'author' | 'authorId' | 'sender' | 'at'> | undefined;
  const turnTo = (at: string) => {
    const next = dayOf(at);
    if (next === day) return;
    day = next;
    before = undefined;
    rows.push({ kind: 'day', key: `day-${next}`, day: at });
  };
  const besidesUpTo = (seq: number) => {
    while (pending[0] && pending[0].afterSeq < seq) {
      const { at, row } = pending.shift()!;
      turnTo(at);
      rows.push(row);
      before = undefined;
    }
  };
  for (const message of messages) {
    besidesUpTo(placeOf(message));
    if (message.type === 'reaction') {
      if (reactions.folded.has(message.id)) continue;
      const emoji = record(bodyOf(message)).emoji;
      if (typeof emoji !== 'string' || !emoji) continue;
      turnTo(message.at);
      rows.push({ kind: 'reaction', key: message.id, message, emoji });
      before = undefined;
      continue;
    }
    turnTo(message.at);
    const isFirst =
      before?.author !== message.author ||
      before.authorId !== message.authorId ||
      before.sender?.contactId !== message.sender?.contactId ||
      Date.parse(message.at) - Date.parse(before.at) > TOGETHER_MS;
    rows.push({ kind: 'message', key: message.id, message, reactions: message.reactions ?? reactions.of.get(message.id) ?? NONE, isFirst });
    before = message;
  }
  besidesUpTo(Number.POSITIVE_INFINITY);
  // What was seen live already stands among the messages.
  const shown = new Set(messages.map(({ id }) => id));
  for (const item of outgoing) {
    if (item.body.type === 'reaction' || (item.seenAs && seen.has(item.seenAs) && shown.has(item.seenAs))) continue;
    turnTo(item.at);
    rows.push({ kind: 'outgoing', key: item.clientId, item });
  }
  return rows;
}

type DayRow = Extract<Row, { kind: 'day' }>;

/** The rows under the day that they stand below. */
export function byDay(rows: readonly Row[]): { day: DayRow; rows: Exclude<Row, DayRow>[] }[] {
  const days: { day: DayRow; rows: Exclude<Row, DayRow>[] }[] = [];
  for (const row of rows) {
    if (row.kind === 'day') days.push({ day: row, rows: [] });
    else days.at(-1)?.rows.push(row);
  }
  return days;
}

/** The last reaction of each side to each message; an empty one takes it back. */
function reactionsOf(messages: readonly Message[]): { of: Map<string, Reaction[]>; folded: Set<string> } {
  const byWamid = new Map(messages.filter(({ wamid }) => wamid).map((message) => [message.wamid, message.id]));
  const sides = new Map<string, Map<string, Reaction>>();
  const folded = new Set<string>();
  for (const message of messages) {
    if (message.type !== 'reaction') continue;
    const { message_id: wamid, emoji } = record(bodyOf(message));
    const target = typeof wamid === 'string' ? byWamid.get(wamid) : undefined;
    if (!target) continue;
    folded.add(message.id);
    const of = sides.get(target) ?? new Map<string, Reaction>();
    sides.set(target, of);
    if (typeof emoji === 'string' && emoji) of.set(message.direction, { emoji, author: message.author, at: message.at });
    else of.delete(message.direction);
  }
  return { of: new Map([...sides].map(([id, of]) => [id, [...of.values()]])), folded };
}
