/** A message and the words that it is found by. */
export interface IndexedMessage {
  id: string;
  terms: readonly string[];
}

/** A word, and messages that hold it: the newest first, and all of one slot. */
export interface Posting {
  term: string;
  messageIds: string[];
}

/** What takes more than a page of Postgres does not stay in its row. */
const MAX_TOGETHER = 100;

/** Messages whose ids begin alike came within 65 seconds: four of the six bytes of a UUIDv7's time. */
const slotOf = (id: string): string => id.slice(0, 8);
/** The last id that a slot could have. */
export const endOfSlot = (id: string): string => `${slotOf(id)}-ffff-ffff-ffff-ffffffffffff`;

/** What the index has to say of messages, in the order of its keys. */
export function postingsOf(messages: readonly IndexedMessage[]): Posting[] {
  const byWord = new Map<string, Posting>();
  const postings: Posting[] = [];
  const newestFirst = [...new Map(messages.map((message) => [message.id, message])).values()].sort((a, b) => (a.id < b.id ? 1 : -1));
  for (const { id, terms } of newestFirst) {
    for (const term of terms) {
      const key = `${slotOf(id)} ${term}`;
      const present = byWord.get(key);
      if (present && present.messageIds.length < MAX_TOGETHER) {
        present.messageIds.push(id);
        continue;
      }
      const posting = { term, messageIds: [id] };
      byWord.set(key, posting);
      postings.push(posting);
    }
  }
  return postings.sort((a, b) => (a.term === b.term ? (a.messageIds[0]! < b.messageIds[0]! ? -1 : 1) : a.term < b.term ? -1 : 1));
}

/** Postings in portions that name so many messages at most, or one of more: a statement has a time to be done in. */
export function* portionsOf(postings: readonly Posting[], most: number): Generator<Posting[]> {
  let portion: Posting[] = [];
  let messages = 0;
  for (const posting of postings) {
    if (portion.length > 0 && messages + posting.messageIds.length > most) {
      yield portion;
      [portion, messages] = [[], 0];
    }
    portion.push(posting);
    messages += posting.messageIds.length;
  }
  if (portion.length > 0) yield portion;
}
