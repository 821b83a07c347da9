import {
  handoffReasons,
  ownerChanged,
  replyRequested,
  sendRequested,
  type EventDefinition,
  MESSAGE_PROGRESS,
  type Owner,
} from '#contracts';
import type { Infrastructure } from '#testing';
import type { Case, Snapshot } from './interleaving.js';

interface MessageRow {
  id: string;
  seq: number;
  author: 'customer' | 'bot' | 'agent' | 'api' | 'system';
  text: string;
  wamid: string | null;
  status: string;
  epoch: number;
}
interface OwnerChange {
  conversationId: string;
  epoch: number;
  owner: Owner;
  reason: string;
}
interface LiveRow {
  outlet_id: string;
  conversation_id: string;
  seq: number;
  kind: string;
  ref_id: string | null;
}

/** What stands in the database of one conversation. */
interface Evidence {
  conversation: { id: string; epoch: number; next_seq: number; owner: Owner; unanswered_from_seq: number; reply_due_at: string | null };
  messages: MessageRow[];
  /** In the order in which they leave. */
  sends: string[];
  changes: OwnerChange[];
  requests: number[];
  live: LiveRow[];
}

export const ESCALATED = 'Sorry that you have to wait.';

/** Looks at everything that a batch has left. @returns what is wrong, by the seed of its case */
export async function faultsOf(infra: Infrastructure, cases: readonly Case[]): Promise<string[]> {
  const outlets = [...new Set(cases.map(({ outletId }) => outletId))];
  const conversations = await infra.rows<Evidence['conversation']>('select * from conversation.conversations where outlet_id = any($1)', [
    outlets,
  ]);
  const ids = conversations.map(({ id }) => id);
  const messages = Map.groupBy(
    await infra.rows<MessageRow & { conversation_id: string }>(
      'select * from conversation.messages where conversation_id = any($1) order by conversation_id, seq',
      [ids],
    ),
    (row) => row.conversation_id,
  );
  const live = await infra.rows<LiveRow>('select * from conversation.inbox_log where outlet_id = any($1) order by outlet_id, seq', [
    outlets,
  ]);
  const told = async <T extends { conversationId: string }>(event: EventDefinition): Promise<Map<string, T[]>> =>
    Map.groupBy(
      (await infra.outboxEvents(event)).map(({ data }) => data as T),
      ({ conversationId }) => conversationId,
    );
  const sends = await told<{ conversationId: string; messageId: string }>(sendRequested);
  const changes = await told<OwnerChange>(ownerChanged);
  const requests = await told<{ conversationId: string; epoch: number }>(replyRequested);
  const liveOf = Map.groupBy(live, (entry) => entry.conversation_id);

  const faults: string[] = [];
  for (const [outlet, entries] of Map.groupBy(live, (entry) => entry.outlet_id)) {
    const at = entries.findIndex((entry, index) => entry.seq !== index + 1);
    if (at >= 0) faults.push(`the live log of ${outlet} has a gap before ${entries[at]!.seq}`);
  }
  const byId = new Map(conversations.map((row) => [row.id, row]));
  for (const one of cases) {
    const conversation = byId.get(one.conversationId);
    const found = conversation
      ? check(one, {
          conversation,
          messages: messages.get(conversation.id) ?? [],
          sends: (sends.get(conversation.id) ?? []).map(({ messageId }) => messageId),
          changes: changes.get(conversation.id) ?? [],
          requests: (requests.get(conversation.id) ?? []).map(({ epoch }) => epoch),
          live: liveOf.get(conversation.id) ?? [],
        })
      : ['there is no conversation'];
    faults.push(...found.map((fault) => `seed ${one.seed}: ${fault}\n  ${JSON.stringify(one.plan)}`));
  }
  return faults;
}

const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean => JSON.stringify(a) === JSON.stringify(b);
const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

function check(one: Case, { conversation, messages, sends, changes, requests, live }: Evidence): string[] {
  const faults: string[] = [];
  const expectThat = (holds: boolean, fault: string): void => void (holds || faults.push(fault));
  const by = (...authors: MessageRow['author'][]): MessageRow[] => messages.filter(({ author }) => authors.includes(author));

  // Order: seqs without gaps; what leaves leaves once, in the order of the seqs; people see the same order.
  expectThat(
    isSame(
      messages.map(({ seq }) => seq),
      messages.map((_, index) => index + 1),
    ),
    'seqs have gaps',
  );
  expectThat(conversation.next_seq === messages.length + 1, 'next_seq is not behind the last message');
  expectThat(
    isSame(
      sends,
      by('bot', 'agent', 'system').map(({ id }) => id),
    ),
    'what leaves is not what was said, in its order',
  );
  expectThat(
    isSame(
      live.filter(({ kind }) => kind === 'message').map(({ ref_id }) => ref_id),
      messages.map(({ id }) => id),
    ),
    'people do not see the messages, in their order',
  );

  // Nothing lost and nothing doubled.
  expectThat(
    isSame(
      by('customer')
        .map(({ wamid }) => wamid)
        .sort(),
      [...one.wamids].sort(),
    ),
    'an inbound message is lost or doubled',
  );
  expectThat(
    isSame(
      by('agent')
        .map(({ text }) => text)
        .sort(),
      [...one.accepted].sort(),
    ),
    'an agent’s message is lost or doubled',
  );
  expectThat(
    isSame(
      by('api')
        .map(({ id }) => id)
        .sort(),
      [...one.submitted].sort(),
    ),
    'a program’s message is lost or doubled',
  );

  // Every epoch is the customer’s, or a change of hands, and each only once.
  const asked = by('customer').map(({ epoch }) => epoch);
  const handed = changes.filter(({ reason }) => reason !== 'customer_wrote').map(({ epoch }) => epoch);
  expectThat(
    isSame(
      sorted([...asked, ...handed]),
      Array.from({ length: conversation.epoch }, (_, index) => index + 1),
    ),
    `an epoch is left out or used twice: asked ${asked}, handed ${handed}, now ${conversation.epoch}`,
  );
  expectThat(
    messages.every(({ epoch }, index) => index === 0 || epoch >= messages[index - 1]!.epoch),
    'a message is of an older epoch than one before',
  );
  expectThat(
    one.snapshots.every(({ epoch, nextSeq }, index) => {
      const before = one.snapshots[index - 1];
      return !before || (epoch >= before.epoch && nextSeq >= before.nextSeq);
    }),
    'epoch or seq went back',
  );

  // The bot speaks under epochs that are its, once under each, and never after hands have changed.
  const owners: Owner[] = ['bot'];
  const changed = new Map(changes.map((change) => [change.epoch, change.owner]));
  for (let epoch = 1; epoch <= conversation.epoch; epoch++) owners.push(changed.get(epoch) ?? owners[epoch - 1]!);
  const turns = messages.filter(({ author, text }) => author === 'bot' || (author === 'system' && text !== ESCALATED));
  expectThat(new Set(turns.map(({ epoch }) => epoch)).size === turns.length, 'the bot spoke twice in one epoch');
  expectThat(
    turns.every(({ epoch }) => owners[epoch] === 'bot'),
    'the bot spoke in an epoch that was not its',
  );
  const later = (turn: MessageRow, { epoch, nextSeq, owner }: Snapshot): boolean =>
    turn.seq < nextSeq || turn.epoch > epoch || (turn.epoch === epoch && owner === 'bot');
  expectThat(
    turns.every((turn) => [...one.moves, ...one.snapshots].every((standing) => later(turn, standing))),
    'the bot spoke after a take-over',
  );
  const own = new Set<string>(handoffReasons);
  expectThat(
    changes
      .filter(({ reason }) => own.has(reason))
      .every(({ epoch }) => turns.some((turn) => turn.author === 'system' && turn.epoch === epoch - 1)),
    'the bot handed over without a word',
  );

  expectThat(
    changes.filter(({ reason }) => reason === 'sla_missed').length === messages.filter(({ text }) => text === ESCALATED).length,
    'the customer was told of another number of broken promises than there were',
  );

  // The bot is asked once an epoch, in its own, and no customer is left without anybody who would answer.
  expectThat(new Set(requests).size === requests.length, 'the bot was asked twice in one epoch');
  expectThat(
    requests.every((epoch) => owners[epoch] === 'bot'),
    'the bot was asked in an epoch that was not its',
  );
  const waits = conversation.owner === 'bot' && by('customer').some(({ seq }) => seq >= conversation.unanswered_from_seq);
  expectThat(
    !waits || conversation.reply_due_at !== null || requests.includes(conversation.epoch),
    'a customer waits, and nobody was asked',
  );

  for (const [id, statuses] of one.statuses) {
    const furthest = Math.max(...statuses.map((status) => MESSAGE_PROGRESS.indexOf(status)));
    const message = messages.find((row) => row.id === id);
    expectThat(
      message?.status === MESSAGE_PROGRESS[furthest],
      `a message stands at ${message?.status}, and got to ${MESSAGE_PROGRESS[furthest]}`,
    );
  }
  return faults;
}
