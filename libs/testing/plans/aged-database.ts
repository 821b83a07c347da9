import type { Infrastructure } from '#testing';

/**
 * A database of some years, made from the catalog, so that a table that is added tomorrow is old too.
 *
 * Entity n has one and the same id in every table, and what refers to another entity refers to n modulo how many of those there are:
 * contact 1 has conversation 1 with message 1, of outlet 1, of tenant 1. So whatever ids a statement was run with, it finds rows under
 * those of {@link SAMPLES}, and where a table has few rows (outlets, teams, labels) a good part of a large table beside them. Nothing
 * refers to entity {@link LONELY}. One half of the ids is older than that of entity 1, the other younger.
 */
const DAYS = 400;
const SLOTS = 500_000;
const CONTACTS = 50_000;
const FEW = 5;
export const LONELY = 4;
const SMALL_TENANTS = 1_000;
const ROWS_OF_SMALL = 10;

/** Rows of the large tenant; of any other table {@link MANY}. */
const ROWS: Readonly<Record<string, number>> = {
  'conversation.contacts': CONTACTS,
  'conversation.conversations': CONTACTS,
  'conversation.messages': SLOTS,
  'conversation.message_terms': 200_000,
  'conversation.inbox_log': 200_000,
  'message_sender.messages': 200_000,
  'message_sender.status_log': 200_000,
  // Meta's limit for an account.
  'message_sender.templates': 6_000,
  'gateway.webhook_journal': 100_000,
  'gateway.webhook_items': 100_000,
  'knowledge.postings': 100_000,
};
const MANY = 10_000;
/** What people set up by hand is never many. */
const BY_HAND =
  /\.(teams|team_members|labels|canned_replies|saved_views|macros|inbox_settings|inbox_positions|search_positions|outlets|memberships|presence|invitations|knowledge_bases|branding|llm_configs|model_servers|subscriptions|retention|api_keys|template_syncs)$/;
const ROWS_BY_HAND = 20;

/** How many there are of what a column refers to; of anything else as many as rows. */
const REFERRED: Readonly<Record<string, number>> = {
  outlet_id: FEW,
  team_id: FEW,
  label_id: FEW,
  base_id: FEW,
  escalation_team_id: FEW,
  user_id: ROWS_BY_HAND,
  assignee_id: ROWS_BY_HAND,
  author_id: ROWS_BY_HAND,
  invited_by: ROWS_BY_HAND,
  contact_id: CONTACTS,
  conversation_id: CONTACTS,
  into_id: CONTACTS,
  document_id: MANY,
  chunk_id: MANY,
};

/** SQL of a value of entity `n` (`g` is its number over all tenants), where what follows from name and type would not do. */
const VALUES: Readonly<Record<string, string>> = {
  // A transfer is between two accounts of one currency.
  'billing.ledger_accounts.currency': `'USD'`,
  // A company's next charge is its only open one.
  'billing.automatic_charges.state': `'paid'`,
  // One invoice has none yet.
  'billing.invoice_payments.invoice_id': `case n when ${LONELY} then aged.id(0, 0) else aged.id(n, n) end`,
  'conversation.messages.seq': `(n - 1) / ${CONTACTS} + 1`,
  'conversation.messages.content': `'{}'`,
  // A person, a program, or in a group the contact.
  'conversation.messages.author_id': `aged.id(1 + n % ${CONTACTS}, 1 + n % ${CONTACTS})::text`,
  'conversation.conversations.next_seq': `${SLOTS / CONTACTS + 1}`,
  'conversation.conversations.state': `(array['closed','open','closed','closed','pending','closed','closed','closed','snoozed','closed'])[1 + n % 10]`,
  'conversation.conversations.unread_count': `case n % 20 when 1 then 1 else 0 end`,
  'conversation.conversations.snoozed_until': `case when n % 10 = 8 then aged.at(n) + interval '400 days' end`,
  'conversation.conversations.response_due_at': `case when n % 500 = 1 then aged.at(n) + interval '200 days' end`,
  'conversation.conversations.reply_due_at': `case when n % 2000 = 1 then aged.at(n) end`,
  'conversation.contacts.name': `'Name ' || g`,
  'conversation.contacts.merged_into': 'null',
  'conversation.contacts.group_id': `case when n % 50 = 2 then 'group-' || g end`,
  'conversation.message_terms.term': `'word' || n % 997`,
  'knowledge.postings.term': `'word' || n % 997`,
  'message_sender.messages.state': `(array['read','read','read','queued','failed','read','read','delivered','read','read','unknown','sending'])[case when n % 1000 = 0 then 11 + n / 1000 % 2 else 1 + n % 10 end]`,
  'message_sender.messages.failed': `n % 10 = 4`,
  'message_sender.messages.recipient_group_id': `case when n % 50 = 2 then 'group-' || g end`,
  'message_sender.messages.content': `'{"type":"text"}'`,
  'message_sender.messages.lane': `aged.id(1 + n % ${FEW}, 1 + n % ${FEW}) || ':' || 51900000000 + n % ${CONTACTS}`,
  'message_sender.status_log.wamid': `'wamid.' || (n + 3) / 4`,
  'message_sender.status_log.status': `(array['sent','delivered','read','played'])[1 + n % 4]`,
  'message_sender.status_log.message_id': `case when n % 10 > 0 then aged.id((n + 3) / 4, (n + 3) / 4) end`,
  'gateway.webhook_items.outcome': `case when n % 50 = 0 then (array['pending','parked','dead'])[1 + n / 50 % 3] else 'processed' end`,
  'knowledge.documents.status': `'ready'`,
  'knowledge.knowledge_bases.search_configuration': `'english'`,
  'knowledge.knowledge_bases.published_version': '1',
  'tenant.password_resets.user_id': 'aged.id(g, g)',
  'tenant.email_confirmations.user_id': 'aged.id(g, g)',
  'tenant.second_factors.user_id': 'aged.id(g, g)',
  // Ten a person.
  'tenant.recovery_codes.user_id': 'aged.id((g + 9) / 10, (g + 9) / 10)',
  'tenant.recovery_codes.used_at': 'case when n % 5 = 0 then aged.at(n) end',
  'tenant.tenants.status': `'active'`,
  // A company ends once: one of them has not yet.
  'tenant.company_deletions.tenant_id': `(select aged.id(o, o) from (select case t when ${LONELY} then 5000 else t end as o) one)`,
  'tenant.outlets.status': `'active'`,
  'tenant.outlets.confirmation': `case when n % 50 = 0 then 'waiting' else 'confirmed' end`,
  'tenant.outlets.routes_from': `case when n % 50 > 0 then aged.at(n) end`,
  'tenant.outlets.waba_id': `(${51_900_000_000} + g)::text`,
};

/** Times that are set in nearly every row; one that may be missing and is not among these is set in every fiftieth. */
const MOSTLY_SET =
  /^(published_at|split_at|settled_at|last_inbound_at|window_expires_at|attempted_at|processed_at|completed_at|erased_at|ended_at|accepted_at|sent_at|used_at)$/;

interface Column {
  name: string;
  type: string;
  isRequired: boolean;
  hasDefault: boolean;
  /** Part of a unique key. */
  isKey: boolean;
  choices: string[] | null;
}

interface Table {
  name: string;
  isOfTenants: boolean;
  /** No tenant in the primary key: ids are unique over all tenants. */
  isGlobal: boolean;
  columns: Column[];
}

/** Ids of entities that are in every table, of the large tenant, and the large tenant's own is the first of them. */
export let SAMPLES: string[] = [];
export let LONELY_ID = '';

/** Fills the migrated database. Statistics are of the time when every table had a few rows. */
export async function age(infra: Infrastructure): Promise<void> {
  const { owner } = infra;
  // Thrown away in a minute: nothing of it needs to survive a crash, and nobody may refresh statistics by themselves.
  for (const setting of ['fsync = off', 'full_page_writes = off', 'autovacuum = off', `max_wal_size = '8GB'`]) {
    await owner.query(`alter system set ${setting}`);
  }
  await owner.query('select pg_reload_conf()');
  await owner.query(`
    create schema aged;
    grant usage on schema aged to public;
    create function aged.at(n bigint) returns timestamptz language sql immutable
      return to_timestamp(${Math.floor(Date.now() / 1000) - DAYS * 86_400}) + (n / 2 + n % 2 * ${SLOTS / 2}) * interval '${(DAYS * 86_400) / SLOTS} seconds';
    create function aged.id(n bigint, g bigint) returns uuid language sql immutable
      return (lpad(to_hex(${Date.now() - DAYS * 86_400_000} + (n / 2 + n % 2 * ${SLOTS / 2}) * ${(DAYS * 86_400_000) / SLOTS}), 12, '0')
        || '70008000' || lpad(to_hex(g), 12, '0'))::uuid`);
  await readIds((sql) => infra.rows<{ id: string }>(sql));

  const tables = await tablesOf(infra);
  const checks = await infra.rows<{ sql: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as sql from pg_constraint
     where contype = 'c' and conislocal and connamespace::regnamespace::text = any($1)`,
    [infra.schemas],
  );
  for (const { sql } of checks) await owner.query(sql);

  for (const table of tables) await owner.query(fill(table, { from: 1, to: ROWS_OF_SMALL, tenants: [1, 3] }));
  await owner.query('analyze');
  // Indexes that are built at the end are built in a fraction of the time.
  const indexes = await infra.rows<{ name: string; sql: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as sql from pg_index i join pg_class c on c.oid = i.indrelid
     where not indisunique and c.relkind = 'r' and not c.relispartition and c.oid::regclass::text = any($1)`,
    [Object.keys(ROWS)],
  );
  for (const { name } of indexes) await owner.query(`drop index ${name}`);
  const wanted = tables.flatMap((table) => [
    fill(table, { from: ROWS_OF_SMALL + 1, to: rowsOf(table.name), tenants: [1, 1] }),
    fill(table, { from: 1, to: ROWS_OF_SMALL, tenants: [4, SMALL_TENANTS + 1] }),
  ]);
  const work = async (): Promise<void> => {
    for (let sql = wanted.shift(); sql; sql = wanted.shift()) await owner.query(sql);
  };
  await Promise.all([work(), work()]);
  for (const { sql } of indexes) await owner.query(sql);
  await owner.query('vacuum');
  for (const { name, columns } of tables.filter(
    ({ isOfTenants, columns }) => isOfTenants && columns.some((column) => column.name === 'id' && column.type === 'uuid'),
  )) {
    const found = await infra.rows(`select from ${name} where id = any($1::uuid[])`, [[...SAMPLES, LONELY_ID]]);
    if (found.length < 4)
      throw new Error(`entities 1 to 4 are not all in ${name}: its columns (${columns.map((c) => c.name).join(', ')}) want VALUES`);
  }
}

const rowsOf = (table: string): number => (BY_HAND.test(table) ? ROWS_BY_HAND : (ROWS[table] ?? MANY));

async function tablesOf(infra: Infrastructure): Promise<Table[]> {
  const rows = await infra.rows<Column & { table: string; primaryKey: string[] }>(
    `select c.oid::regclass::text as table, a.attname as name, format_type(a.atttypid, null) as type, a.attnotnull as "isRequired",
       a.atthasdef as "hasDefault",
       exists (select from pg_index i where i.indrelid = c.oid and i.indisunique and a.attnum = any((i.indkey::int2[])[0:i.indnkeyatts - 1])) as "isKey",
       (select array_agg(m[1] order by o) from pg_constraint k, regexp_matches(pg_get_constraintdef(k.oid), '''([^'']+)''::text', 'g') with ordinality as r (m, o)
        where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) like '%ANY%') as choices,
       array(select p.attname::text from pg_index i join pg_attribute p on p.attrelid = c.oid and p.attnum = any((i.indkey::int2[])[0:i.indnkeyatts - 1])
             where i.indrelid = c.oid and i.indisprimary) as "primaryKey"
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace::regnamespace::text = any($1)
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
     order by 1, a.attnum`,
    [infra.schemas],
  );
  const tables = new Map<string, Table>();
  for (const { table, primaryKey, ...column } of rows) {
    const known = tables.get(table) ?? { name: table, isOfTenants: false, isGlobal: !primaryKey.includes('tenant_id'), columns: [] };
    known.isOfTenants ||= column.name === 'tenant_id';
    known.columns.push(column);
    tables.set(table, known);
  }
  return [...tables.values()];
}

function fill(table: Table, { from, to, tenants: [first, last] }: { from: number; to: number; tenants: [number, number] }): string {
  if (!table.isOfTenants && first > 1) return 'select';
  const columns = table.columns.map((column) => ({ name: column.name, value: value(table, column) })).filter((column) => column.value);
  // In the order of their ids, as they would have come.
  return `set session_replication_role = replica;
    insert into ${table.name} (${columns.map(({ name }) => name).join(', ')})
    select ${columns.map((column) => column.value).join(', ')}
    from (select n::bigint, t::bigint, (t - 1) * 1000000::bigint + n as g
      from generate_series(0, 1) odd, generate_series(${from}, ${to}) n, generate_series(${first}, ${table.isOfTenants ? last : first}) t
      where n % 2 = odd order by odd, n, t) as entity
    on conflict do nothing`;
}

/** SQL of a column's value; empty where the default does. */
function value(table: Table, { name, type, isRequired, hasDefault, isKey, choices }: Column): string {
  const given = VALUES[`${table.name}.${name}`];
  if (given) return given;
  if (name === 'tenant_id') return 'aged.id(t, t)';
  if (type === 'uuid') {
    const others = REFERRED[name];
    if (!others || name === 'id') return `aged.id(n, ${table.isGlobal ? 'g' : 'n'})`;
    const other = `1 + (n - 1) % ${others}`;
    return `(select aged.id(o, o) from (select case ${other} when ${LONELY} then ${others === FEW ? 5 : 3} else ${other} end as o) one)`;
  }
  if (choices) return `(array[${choices.map((choice) => `'${choice}'`).join(',')}])[1 + n % ${choices.length}]`;
  if (type.startsWith('timestamp')) return isRequired || MOSTLY_SET.test(name) ? 'aged.at(n)' : 'case n % 50 when 0 then aged.at(n) end';
  if (type === 'date') return 'current_date - (n % 400)::int';
  if (hasDefault && !isKey && type !== 'text') return '';
  if (type === 'boolean') return 'false';
  if (type.endsWith('[]')) return `array[${type === 'text[]' ? `'tag' || n % 5` : ''}]::${type}`;
  if (type.startsWith('json')) return `'{}'`;
  if (type === 'bytea') return `'\\x7b7d'`;
  if (/int|numeric|double|real/.test(type)) return isKey && type !== 'smallint' ? 'n' : 'n % 1000';
  return text(name);
}

/** Under these, too, entity 1 is found by whatever a test has called its own. */
function text(name: string): string {
  if (/phone/.test(name)) return `(${PHONES} + g)::text`;
  if (name === 'waba_id') return `(${PHONES} + 1 + (n - 1) % ${FEW})::text`;
  if (/wamid/.test(name)) return `'wamid.' || g`;
  if (name.endsWith('user_id')) return `'US.aged-' || g`;
  if (/email/.test(name)) return `'person-' || g || '@aged.example'`;
  if (/hash|sha256/.test(name)) return `lpad(g::text, 64, '0')`;
  return `'${name}-' || g`;
}

const PHONES = 51_900_000_000;

/** What stands in a value that a test has used, in the words of the aged database. */
export function aged(value: string, id: (nth: number) => string): string {
  const ids = new Map<string, string>();
  return value
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, (found) => {
      const known = ids.get(found) ?? id(ids.size);
      ids.set(found, known);
      return known;
    })
    .replaceAll(/\bUS\.[\w.]+/g, 'US.aged-1')
    .replaceAll(/\bwamid\.[\w=.-]+/g, 'wamid.1')
    .replaceAll(/(?<![\w.-])\d{9,15}(?![\w.-])/g, `${PHONES + 1}`)
    .replaceAll(/[\w.+-]+@[\w.-]+\.\w+/g, 'person-1@aged.example')
    .replaceAll(/\b[0-9a-f]{64}\b/g, '1'.padStart(64, '0'));
}

export async function readIds(query: (sql: string) => Promise<{ id: string }[]>): Promise<void> {
  const ids = await query(`select aged.id(n, n) as id from generate_series(1, ${FEW}) n`);
  SAMPLES = ids.slice(0, 3).map(({ id }) => id);
  LONELY_ID = ids[LONELY - 1]!.id;
}
