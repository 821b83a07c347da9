import type pg from 'pg';
import { customerOf } from '../load/webhooks.js';
import { Tables } from './tables.js';
import { FIRST_CUSTOMER } from './known-customers.js';

export interface AgedTenant {
  id: string;
  outletId: string;
  phoneNumberId: string;
  wabaId: string;
}

export interface Age {
  /** A question and its answer each: two messages, one of them sent. */
  exchanges: number;
  /** Customers; each has one conversation. A multiple of the number of tenants. */
  conversations: number;
  tenants: readonly AgedTenant[];
  /** Over how much time it happened, up to now. */
  days: number;
  /** Tells it from what was made before. */
  series: number;
}

/**
 * How long an installation keeps what not everything is kept of. The outbox holds a day, and would be published once more, since the
 * streams here are younger than it: it is left out.
 */
const DAYS = { journal: 30, receipts: 14, liveLog: 7 };
/** Receipts of consumers, of a question and its answer. */
const RECEIPTS = { conversation: 5, llm_orchestration: 1, message_sender: 3, billing: 6, analytics: 6 };
const LIVE_ENTRIES = 5;
const AT_ONCE = 100_000;
const DEAD_ONE_IN = 1_000;
const STATUS_BATCH = 50;
const INDEXED_LATER = [
  'gateway.webhook_journal',
  'gateway.webhook_items',
  'conversation.messages',
  'conversation.message_terms',
  'message_sender.messages',
  'message_sender.status_log',
  'llm_orchestration.answers',
  'billing.priced_messages',
  'analytics.message_stages',
];

/**
 * What an installation has when so many messages have come and gone: rows in every table in which a message leaves some, as many as are
 * kept of it, in the order in which they came, under ids of their times. Nothing of it waits for anybody.
 */
export async function age(client: pg.ClientBase, options: Age, log: (line: string) => void): Promise<void> {
  const tables = await Tables.of(client);
  await client.query(SUPPORT);
  await client.query(`set work_mem = '256MB'`);
  await client.query('set synchronous_commit = off');
  await client.query('truncate pg_temp.aged_tenant, pg_temp.aged_text');
  await client.query(
    `insert into pg_temp.aged_tenant select ordinality - 1, id, outlet_id, phone_number_id, waba_id
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) with ordinality as t (id, outlet_id, phone_number_id, waba_id, ordinality)`,
    (['id', 'outletId', 'phoneNumberId', 'wabaId'] as const).map((key) => options.tenants.map((tenant) => tenant[key])),
  );
  await client.query(TEXTS);
  // Conversations and webhooks are counted by triggers; of messages the foreign key alone would take longer than all else.
  await conversations(client, tables, options);
  await tables.withoutIndexes(INDEXED_LATER, async () => {
    for (let from = 0; from < options.exchanges; from += AT_ONCE) {
      const to = Math.min(from + AT_ONCE, options.exchanges);
      await client.query('drop table if exists pg_temp.exchange');
      await client.query(exchanges(options, from, to));
      await webhooks(tables, options);
      await client.query(`set session_replication_role = 'replica'`);
      await messages(tables, options);
      await sendings(tables);
      await rest(tables, options);
      await client.query('reset session_replication_role');
      log(`  ${(to * 2).toLocaleString('en-US')} of ${(options.exchanges * 2).toLocaleString('en-US')} messages are there`);
    }
  });
  await sums(client, tables, options);
  await client.query('vacuum (analyze)');
}

const SUPPORT = `
create temporary table if not exists aged_tenant (tenant_n integer, tenant_id uuid, outlet_id uuid, phone_number_id text, waba_id text);
create temporary table if not exists aged_text (n integer, body text, terms text[]);
create or replace function pg_temp.id_at(at timestamptz, name text) returns uuid language sql stable parallel safe return
  (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(name), 1, 3) || '8' || substr(md5(name), 4, 15))::uuid`;

/** Two thousand texts of about twelve words; words of language are as unequal as theirs. */
const TEXTS = `
select setseed(0.5);
insert into pg_temp.aged_text
select n, string_agg(word, ' '), array_agg(distinct word) from (
  select n, 'w' || to_hex((power(random(), 3) * 4000)::integer) as word from generate_series(0, 1999) n, generate_series(1, 12) w) words
group by n`;

/** More than a few messages in what takes the first eight digits of an id: 65 seconds. */
const isDense = ({ days, exchanges: count }: Age): boolean => (count * 2 * 65.536) / (days * 86_400) > 3;

const startOf = ({ days }: Age): string => `(now() - interval '${days} days')`;
const stepOf = ({ days, exchanges: count }: Age): string => `interval '${(days * 86_400) / count} seconds'`;

/** SQL for what is the same of a conversation whenever it is named; `c` is its number. */
const conversationOf = (options: Age): string => `
  pg_temp.id_at(${startOf(options)} + c * ${stepOf(options)}, '${options.series}/conversation/' || c) as conversation_id,
  pg_temp.id_at(${startOf(options)} + c * ${stepOf(options)}, '${options.series}/contact/' || c) as contact_id,
  '1' || ${BigInt(customerOf(FIRST_CUSTOMER * options.series).slice(1))} + c as phone`;

async function conversations(client: pg.ClientBase, tables: Tables, options: Age): Promise<void> {
  const rounds = Math.ceil(options.exchanges / options.conversations);
  await client.query('drop table if exists pg_temp.thread');
  await client.query(`create temporary table thread as
    select c, t.*, ${conversationOf(options)}, ${startOf(options)} + c * ${stepOf(options)} as first_at,
      ${startOf(options)} + (c + ${options.conversations} * ${rounds - 1}) * ${stepOf(options)} as last_at
    from generate_series(0, ${options.conversations - 1}) c join pg_temp.aged_tenant t on t.tenant_n = c % ${options.tenants.length} order by c`);
  await tables.fill('conversation.contacts', 'pg_temp.thread', {
    tenant_id: 'tenant_id',
    id: 'contact_id',
    phone: 'phone',
    name: `'Customer ' || phone`,
    created_at: 'first_at',
    updated_at: 'first_at',
  });
  const state = `(array['closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'open', 'open', 'open', 'pending'])[1 + c % 10]`;
  await tables.fill('conversation.conversations', 'pg_temp.thread', {
    tenant_id: 'tenant_id',
    id: 'conversation_id',
    outlet_id: 'outlet_id',
    contact_id: 'contact_id',
    state,
    owner: `case ${state} when 'open' then 'bot' else 'none' end`,
    epoch: `${rounds}`,
    answered_epoch: `${rounds}`,
    next_seq: `${rounds * 2 + 1}`,
    unanswered_from_seq: `${rounds * 2 + 1}`,
    last_message_at: 'last_at',
    last_inbound_at: 'last_at',
    window_expires_at: `last_at + interval '1 day'`,
    unread_count: `case when c % 3 = 0 then ${rounds} else 0 end`,
    closed_at: `case ${state} when 'closed' then last_at end`,
    created_at: 'first_at',
  });
  await tables.fill('analytics.response_clocks', 'pg_temp.thread', {
    tenant_id: 'tenant_id',
    conversation_id: 'conversation_id',
    answered_seq: `${rounds * 2}`,
  });
}

/** `i` is the number of an exchange, `c` of its conversation, `round` how many that conversation had before, `k` how many its tenant had. */
function exchanges(options: Age, from: number, to: number): string {
  const id = (kind: string, later = '0 seconds'): string =>
    `pg_temp.id_at(at + interval '${later}', '${options.series}/${kind}/' || i) as ${kind}_id`;
  return `create temporary table exchange as
    select e.*, t.*, ${conversationOf(options)}, ${id('event')}, ${id('question', '10 milliseconds')}, ${id('answer', '2 seconds')},
      ${id('request', '1 second')}, 'wamid.${options.series}q' || md5(i::text) as question_wamid, 'wamid.${options.series}a' || md5(i::text) as answer_wamid,
      round * 2 + 1 as seq, i / ${options.tenants.length} as k, q.body as question, q.terms as question_terms, a.body as answer, a.terms as answer_terms
    from (select i, i % ${options.conversations} as c, i / ${options.conversations} as round, ${startOf(options)} + i * ${stepOf(options)} as at
          from generate_series(${from}, ${to - 1}) i) e
    join pg_temp.aged_tenant t on t.tenant_n = c % ${options.tenants.length}
    join pg_temp.aged_text q on q.n = i % 2000 join pg_temp.aged_text a on a.n = (i * 7 + 11) % 2000
    order by i`;
}

async function webhooks(tables: Tables, { series }: Age): Promise<void> {
  const kept = `(select * from pg_temp.exchange where at > now() - interval '${DAYS.journal} days')`;
  const journal = { id: 'id', received_at: 'at', split_at: `at + interval '20 milliseconds'` };
  const statuses = (firstAt: string): string =>
    `pg_temp.id_at(${firstAt} + interval '3 seconds', '${series}/statuses/' || i / ${STATUS_BATCH})`;
  await tables.fill(
    'gateway.webhook_journal',
    `(select pg_temp.id_at(at, '${series}/body/' || i) as id, at, rpad('{"object":"whatsapp_business_account","entry":[{"id":"' || waba_id, 570, md5(i::text)) as body
      from ${kept} e
      union all
      select ${statuses('at')}, at, rpad('{"object":"whatsapp_business_account","entry":[', 20000, md5(i::text))
      from ${kept} e where i % ${STATUS_BATCH} = 0
      order by 1) bodies`,
    { ...journal, body: `convert_to(body, 'UTF8')` },
  );
  const item = {
    tenant_id: 'tenant_id',
    phone_number_id: 'phone_number_id',
    waba_id: 'waba_id',
    created_at: 'at',
    settled_at: `at + interval '50 milliseconds'`,
  };
  const isDead = `i % ${DEAD_ONE_IN} = 0`;
  await tables.fill('gateway.webhook_items', `${kept} e`, {
    ...item,
    id: 'event_id',
    journal_id: `pg_temp.id_at(at, '${series}/body/' || i)`,
    index: '0',
    kind: `'message'`,
    outcome: `case when ${isDead} then 'dead' else 'processed' end`,
    code: `case when ${isDead} then 'consumer_failed' end`,
    detail: `case when ${isDead} then 'conversation: it was tried eight times' end`,
    subject: 'question_wamid',
  });
  await tables.fill(
    'gateway.webhook_items',
    `(select *, ${statuses(`min(at) over (partition by i / ${STATUS_BATCH})`)} as journal_id from ${kept} k) e, generate_series(0, 1) nth`,
    {
      ...item,
      id: `pg_temp.id_at(at + interval '3 seconds', '${series}/status' || nth || '/' || i)`,
      journal_id: 'journal_id',
      index: `(i % ${STATUS_BATCH}) * 2 + nth`,
      kind: `'status'`,
      outcome: `'processed'`,
      subject: 'answer_wamid',
    },
  );
}

async function messages(tables: Tables, options: Age): Promise<void> {
  const both = { tenant_id: 'tenant_id', conversation_id: 'conversation_id', type: `'text'`, epoch: 'round + 1', created_at: 'at' };
  await tables.fill('conversation.messages', 'pg_temp.exchange order by i', {
    ...both,
    id: 'question_id',
    seq: 'seq',
    direction: `'inbound'`,
    author: `'customer'`,
    text: `question || ' no' || i`,
    content: `jsonb_build_object('from', phone, 'id', question_wamid, 'type', 'text', 'text', jsonb_build_object('body', question))`,
    phone_number_id: 'phone_number_id',
    wamid: 'question_wamid',
    status: `'received'`,
    at: 'at',
  });
  await tables.fill('conversation.messages', 'pg_temp.exchange order by i', {
    ...both,
    id: 'answer_id',
    seq: 'seq + 1',
    direction: `'outbound'`,
    author: `'bot'`,
    text: `answer || ' no' || i`,
    content: `jsonb_build_object('type', 'text', 'text', jsonb_build_object('body', answer))`,
    wamid: 'answer_wamid',
    status: `'delivered'`,
    status_rank: '4',
    pricing: `'{"billable":true,"category":"service","type":"regular"}'`,
    citations: `'[{"documentId":"0198c0de-0000-7000-8000-000000000001","title":"Customer guide"}]'`,
    at: `at + interval '2 seconds'`,
  });
  // Words of messages that came at nearly the same time share rows.
  const others = tables.has('conversation.message_terms', 'others') && isDense(options);
  const postings = `(select tenant_id, question_id as id, unnest(question_terms || ('no' || i)) as term from pg_temp.exchange
     union all select tenant_id, answer_id, unnest(answer_terms || ('no' || i)) from pg_temp.exchange) p`;
  const posting = { tenant_id: 'tenant_id', term: 'term', message_id: 'id' };
  if (!others) await tables.fill('conversation.message_terms', postings, posting);
  else
    await tables.fill(
      'conversation.message_terms',
      `(select tenant_id, term, array_agg(id order by id desc) as ids from ${postings} group by tenant_id, term, left(id::text, 8)) p`,
      { ...posting, message_id: 'ids[1]', others: 'nullif(ids[2:], array[]::uuid[])' },
    );
  await tables.fill(
    'conversation.inbox_log',
    `(select e.*, n, (case when n < 2 then 'message' else 'status' end) as kind, case n when 0 then question_id else answer_id end as ref_id
      from pg_temp.exchange e, generate_series(0, ${LIVE_ENTRIES - 1}) n where at > now() - interval '${DAYS.liveLog} days') l
     left join conversation.inbox_positions p using (tenant_id, outlet_id)
     order by i, n`,
    {
      tenant_id: 'tenant_id',
      outlet_id: 'outlet_id',
      seq: `coalesce(p.seq, 0) + k * ${LIVE_ENTRIES} + n + 1`,
      conversation_id: 'conversation_id',
      kind: 'kind',
      ref_id: 'ref_id',
      created_at: 'at',
    },
  );
}

async function sendings(tables: Tables): Promise<void> {
  await tables.fill('message_sender.messages', 'pg_temp.exchange order by i', {
    tenant_id: 'tenant_id',
    id: 'answer_id',
    outlet_id: 'outlet_id',
    conversation_id: 'conversation_id',
    recipient_phone: 'phone',
    lane: `outlet_id || ':' || phone`,
    class: `'reply'`,
    content: `jsonb_build_object('type', 'text', 'text', jsonb_build_object('body', answer))`,
    state: `'delivered'`,
    wamid: 'answer_wamid',
    claim: '1',
    next_attempt_at: 'at',
    attempted_at: `at + interval '2 seconds'`,
    sender_instance: `'0198c0de-0000-7000-8000-000000000002'`,
    pricing: `'{"billable":true,"category":"service","type":"regular"}'`,
    created_at: `at + interval '2 seconds'`,
    updated_at: `at + interval '3 seconds'`,
  });
  await tables.fill('message_sender.status_log', `pg_temp.exchange, (values ('sent'), ('delivered')) s (status) order by i, status desc`, {
    tenant_id: 'tenant_id',
    wamid: 'answer_wamid',
    status: 'status',
    outlet_id: 'outlet_id',
    message_id: 'answer_id',
    status_at: `at + interval '3 seconds'`,
    received_at: `at + interval '3 seconds'`,
    recipient: `jsonb_build_object('phone', phone)`,
    pricing: `'{"billable":true,"category":"service","type":"regular"}'`,
  });
}

async function rest(tables: Tables, { series }: Age): Promise<void> {
  await tables.fill('llm_orchestration.answers', 'pg_temp.exchange order by i', {
    tenant_id: 'tenant_id',
    request_id: 'request_id',
    conversation_id: 'conversation_id',
    outlet_id: 'outlet_id',
    epoch: 'round + 1',
    outcome: `'answer'`,
    responder: `'offline'`,
    model: `'offline'`,
    prompt_tokens: '0',
    completion_tokens: '0',
    duration_ms: '12',
    citations: `'[{"documentId":"0198c0de-0000-7000-8000-000000000001","title":"Customer guide"}]'`,
    created_at: `at + interval '1 second'`,
  });
  await tables.fill('billing.priced_messages', 'pg_temp.exchange order by i', {
    tenant_id: 'tenant_id',
    message_id: 'answer_id',
    category: `'service'`,
    type: `'regular'`,
    day: `(at at time zone 'utc')::date`,
  });
  await tables.fill(
    'analytics.message_stages',
    `pg_temp.exchange, (values ('accepted'), ('sent'), ('delivered')) s (stage) order by i, stage`,
    { tenant_id: 'tenant_id', message_id: 'answer_id', stage: 'stage' },
  );
  for (const [schema, events] of Object.entries(RECEIPTS)) {
    await tables.fill(
      `${schema}.inbox`,
      `pg_temp.exchange, generate_series(1, ${events}) n where at > now() - interval '${DAYS.receipts} days' order by i, n`,
      { tenant_id: 'tenant_id', event_id: `pg_temp.id_at(at, '${series}/${schema}/' || i || '/' || n)`, processed_at: 'at' },
    );
  }
}

/** Figures that services keep of what they have seen. */
async function sums(client: pg.ClientBase, tables: Tables, options: Age): Promise<void> {
  const perTenant = Math.ceil(options.exchanges / options.tenants.length);
  for (const table of ['conversation.inbox_positions', 'conversation.search_positions']) {
    await tables.fill(
      table,
      'pg_temp.aged_tenant',
      { tenant_id: 'tenant_id', outlet_id: 'outlet_id', seq: `${perTenant * LIVE_ENTRIES}` },
      `on conflict (tenant_id, outlet_id) do update set seq = ${table}.seq + excluded.seq`,
    );
  }
  const days = `(select tenant_id, outlet_id, day, ${Math.ceil(perTenant / options.days)} as messages from pg_temp.aged_tenant,
    generate_series(${startOf(options)}, now(), interval '1 day') day) d`;
  const day = `(day at time zone 'utc')::date`;
  await tables.fill(
    'billing.usage_daily',
    days,
    { tenant_id: 'tenant_id', day, messages_in: 'messages', messages_out: 'messages', ai_replies: 'messages' },
    'on conflict do nothing',
  );
  await tables.fill(
    'billing.charges_daily',
    days,
    { tenant_id: 'tenant_id', day, category: `'service'`, type: `'regular'`, messages: 'messages' },
    'on conflict do nothing',
  );
  // Of hours in which nothing came there is no row.
  const hours = Math.min(24, Math.ceil(perTenant / options.days));
  await tables.fill(
    'analytics.hourly_counts',
    `${days}, generate_series(0, ${hours - 1}) hour,
     unnest(array['messagesIn', 'messagesOut', 'messagesBot', 'accepted', 'sent', 'delivered', 'responses', 'responseMs']) metric`,
    {
      tenant_id: 'tenant_id',
      hour: `date_trunc('day', day) + make_interval(hours => hour)`,
      outlet_id: 'outlet_id',
      metric: 'metric',
      value: '10',
    },
    'on conflict do nothing',
  );
  await client.query('drop table if exists pg_temp.exchange, pg_temp.thread');
}
