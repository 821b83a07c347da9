/** A statement that may read more than others, and why that is right. */
export interface Exception {
  /** Of its text. */
  part: string;
  /** Blocks at most. */
  most: number;
  why: string;
}

const ANY = Number.POSITIVE_INFINITY;
const ERASING = 'a customer is forgotten rarely, by a job, and nothing may be overlooked: what has no index by customer is walked';
const PEOPLE = 'people and tenants of an installation are thousands, not millions, and only a superadmin looks for a part of a name';
const WALK = 'under filters, a page looks at so many rows and no more, whatever it finds';

export const EXCEPTIONS: readonly Exception[] = [
  {
    part: 'with first as materialized (\n         select m.id, m.claim',
    most: 600,
    why: 'looks at each lane that was settled, a batch of them',
  },
  { part: 'c.id from (select c.* from (', most: 8_000, why: WALK },
  { part: 'select * from conversation.contacts k where k.tenant_id = $1 and k.id <', most: 3_000, why: WALK },
  {
    part: 'with walked as materialized (select id, due_at, state',
    most: 8_000,
    why: 'under filters, a page looks at 1,000 rows; with statistics of a nearly empty table those that failed are read by another index and sorted',
  },
  {
    part: "'queued', count(*) filter (where d.status = 'queued')",
    most: 10_000,
    why: 'counts the documents of up to 50 bases by an index that holds their states; with statistics of a nearly empty table by another one',
  },
  {
    part: 'from outgoing_webhooks.lanes order by tenant_id, endpoint_id limit 1',
    most: ANY,
    why: 'looks each endpoint up at which something waits, once in ten minutes',
  },
  {
    part: 'select meter, count(*) as used from tenant.seats_v1',
    most: 1_000,
    why: 'counts the people, numbers and documents that a tenant has, of which a plan allows so many; contacts by their counter',
  },
  {
    part: 'with given as materialized (\n         select d.id, d.base_id from unnest',
    most: 1_000,
    why: 'looks at up to 100 documents that others replaced, and whether one of the last versions of their base has them',
  },
  {
    part: 'with facts as (\n         select day, category, type, count(*) as messages from billing.priced_messages',
    most: ANY,
    why: 'a superadmin compares counts with every message that was counted, of one tenant, when something is wrong',
  },
  {
    part: 'count(*)::integer as count from conversation.audience_v1',
    most: ANY,
    why: 'whoever draws a segment sees how many it has: any tree of conditions, bound to five seconds',
  },
  {
    part: 'from conversation.audience_v1 k where k.tenant_id = $1 and k.id >',
    most: ANY,
    why: 'an audience is read once from its beginning to its end; whom its conditions leave out is passed over',
  },
  {
    part: 'select k.id, k.attributes from conversation.contacts k',
    most: 3_000,
    why: 'an export asks 1,000 contacts at a time for the names of their attributes',
  },
  {
    part: 'insert into conversation.contact_import_changes',
    most: 5_000,
    why: 'looks each contact up that a batch of 1,000 rows of a file has met',
  },
  { part: 'from billing.rates', most: 1_000, why: 'the whole card is shown: a price for each market and category' },
  { part: 'from billing.model_prices where effective_from', most: 1_000, why: 'the whole card is shown: a price for each model' },
  {
    part: 'where next_at <= now() and tenant_id <> all(',
    most: 1_000,
    why: 'walks by what is due of the companies at whose addresses this process looks already, of which there are three at most',
  },
  {
    part: 'select count(*) from (select from knowledge.documents',
    most: 1_000,
    why: 'told with a refusal: how many documents a company has that has more than its plan allows, at most 10,000',
  },
  {
    part: 'from message_sender.templates t\n       where tenant_id = $1 and name >=',
    most: 7_000,
    why: 'an account has 6,000 templates at most, by Meta’s limit, and under filters the list looks through them',
  },
  { part: 'from tenant.users\n       where id >', most: ANY, why: PEOPLE },
  { part: 'from tenant.audit_log where', most: ANY, why: 'what people do by hand, under filters that few look through' },
  {
    part: 'with turns as materialized (\n  (select m.conversation_id',
    most: 10_000,
    why: 'looks at the newest 200 turns of the bot and at the messages around each, when somebody publishes knowledge or looks what it lacks',
  },
  {
    part: '"chunkId", count, vectors from knowledge.chunk_vectors',
    most: 5_000,
    why: 'vectors of a tenant are read into memory when they changed, 500 passages of some kilobytes at a time, and no more than 16 MiB',
  },
  { part: 'with scope as materialized', most: ANY, why: 'a search reads the postings of its words' },
  { part: `update tenant.tenants set status = 'deleted'`, most: 1_000, why: 'cuts the access of each of its people' },
  { part: 'delete from conversation.labels', most: ANY, why: 'a label that goes is taken from every conversation that has it' },
  {
    part: 'delete from conversation.teams',
    most: 1_000,
    why: 'asks whether one of the inboxes names it, of which there are a few a tenant',
  },
  { part: 'with recursive \nurgent as', most: 2_000, why: 'looks at so many queues and so many messages of each, whatever is queued' },
  {
    part: 'from conversation.count_changes where tenant_id = $1 and ($3 is null',
    most: 500,
    why: 'changes that a job has not folded yet, of which it leaves few',
  },
  {
    part: 'select amount from conversation.contact_totals_v1',
    most: 500,
    why: 'changes that a job has not folded yet, of which it leaves few',
  },
  { part: 'as l (tenant_id, endpoint_id, lane)', most: 1_000, why: 'looks each up that was claimed, however many there are' },
  {
    part: 'where tenant_id = $1 and due_at <= now() order by due_at, id limit',
    most: 1_200,
    why: 'looks each up that is due, a batch of them',
  },
  { part: 'as d (id, epoch) order by id', most: 1_000, why: 'looks each up that is due, however many there are' },
  { part: 'with actual as', most: ANY, why: 'repairs the counters of a tenant, now and then, by what is not closed' },
  { part: '_changes d\n  cross join lateral unnest', most: 500, why: 'changes that a job has not folded yet, of which it leaves few' },
  { part: '.age_partitions($1', most: ANY, why: 'makes and drops partitions, once an hour' },
  { part: `delete from gateway.ledger_counts where`, most: 2_000, why: 'a row for each tenant and week, looked through once an hour' },
  { part: 'set differs = c.differs', most: 10_000, why: 'who goes back to an earlier version compares the documents of one base with it' },
  {
    part: 'as "isToIndex"',
    most: ANY,
    why: 'reads what the search has not indexed yet: it is seconds behind, and in the aged database it has never begun',
  },
  {
    part: 'from tenant.sessions s',
    most: 2_000,
    why: 'looks at the sign-ins of one person, until as many as are shown go on; a job takes away what has ended',
  },
  { part: 'update tenant.refresh_tokens set revoked_at = now() where family', most: 1_000, why: 'every token of one sign-in' },
  { part: 'delete from conversation.pending_changes where tenant_id', most: ANY, why: ERASING },
  { part: 'from message_sender.messages\n           where tenant_id = $1 and id > $2 order by id limit 20000', most: 25_000, why: ERASING },
  { part: 'delete from message_sender.status_log where tenant_id = $1 and message_id is null', most: ANY, why: ERASING },
  { part: 'delete from message_sender.idempotency_keys where tenant_id = $1 and message_id', most: ANY, why: ERASING },
  { part: 'delete from conversation.idempotency_keys where tenant_id = $1 and message_id', most: ANY, why: ERASING },
  { part: 'with recursive away as', most: ANY, why: ERASING },
  { part: 'delete from message_sender.outbox', most: ANY, why: ERASING },
  { part: 'delete from conversation.outbox', most: ANY, why: ERASING },
  { part: 'update conversation.outbox', most: ANY, why: ERASING },
  { part: 'delete from llm_orchestration.outbox', most: ANY, why: ERASING },
  { part: 'from unnest($3::text[]) as name where strpos(envelope, name) > 0', most: ANY, why: ERASING },
  { part: 'select l.id, l.envelope from gateway.dead_letters', most: ANY, why: ERASING },
];

/** Files whose statements no medium test runs through a transaction, and why. */
export const NOT_RUN: readonly { file: string; why: string }[] = [
  { file: 'services/gateway/src/persistence/webhooks/ingest-connection.ts', why: 'one insert, on a connection of its own' },
];

/** Values that no id of an aged row can stand for: by a part of the text, and the number of the parameter from 1; `@1` is entity 1, `@4` the one that nothing refers to. */
export const GIVEN: readonly { part: string; values: Readonly<Record<number, string>>; why: string }[] = [
  {
    part: 'update engagement.enrolments set done = $3, due_at = $4',
    values: { 4: '2030-01-01T00:00:00.000Z' },
    why: 'a spec tries a time that no database has',
  },
  {
    part: 'insert into billing.automatic_charges',
    values: { 2: 'ffffffff-ffff-7fff-bfff-ffffffffffff' },
    why: 'a charge is new',
  },
  { part: 'insert into billing.subscriptions', values: { 2: 'growth', 3: '1' }, why: 'a tenant is on a plan that there is' },
  { part: 'insert into billing.invoiced_subscriptions', values: { 2: 'growth', 3: '1' }, why: 'a tenant is on a plan that there is' },
  {
    part: 'insert into billing.ledger_transfers',
    values: { 2: 'ffffffff-ffff-7fff-bfff-ffffffffffff' },
    why: 'a transfer is new',
  },
  {
    part: 'as wanted (wanted_id, after_seq)',
    values: { 4: '{@1,@2,@3}', 5: '{199990,199990,199990}' },
    why: 'a client that comes back stands close to the end of the log',
  },
  {
    part: 'as cursor (outlet_id, seq)',
    values: { 2: '{@1,@2,@3}', 3: '{199990,199990,199990}' },
    why: 'a client that comes back stands close to the end of the log',
  },
  {
    part: 'from message_sender.messages where tenant_id = $1 and id >= $3::uuid and conversation_id = $2',
    values: { 3: 'ffffffff-ffff-7fff-bfff-ffffffffffff' },
    why: 'asked about the last moments',
  },
  {
    part: 'with gone as (\n         select term, id, slot_end',
    values: { 2: '{word1,word2}', 3: '{@1,@2}', 4: '{@1,@2}' },
    why: 'a slot is the ids of one moment',
  },
  {
    part: 'insert into tenant.company_deletions',
    values: { 1: '@4' },
    why: 'a company ends once',
  },
  {
    part: 'insert into knowledge.version_documents',
    values: { 3: '{@1,@4}' },
    why: 'a version has each document once',
  },
  {
    part: 'insert into knowledge.chunks',
    values: { 2: '{ffffffff-ffff-7fff-bfff-ffffffffffff}', 3: '{@4}', 4: '{[]}', 5: '{text}', 6: '{1}' },
    why: 'a chunk is of a document that is there and has none yet',
  },
  {
    part: 'insert into llm_orchestration.answers',
    values: {
      2: '{ffffffff-ffff-7fff-bfff-ffffffffffff}',
      3: '{@1}',
      4: '{@1}',
      5: '{1}',
      6: '{answer}',
      7: '{NULL}',
      8: '{NULL}',
      9: '{model}',
      10: '{name}',
      11: '{1}',
      12: '{1}',
      13: '{1}',
      14: '{"[]"}',
    },
    why: 'the longest that was seen is one that Postgres refuses',
  },
];
