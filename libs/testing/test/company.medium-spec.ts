import { CompanyRows, type CompanyTable } from '#company-data';
import { TenantDatabase } from '#database';
import { startInfrastructure, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { companyTables as analytics } from '../../../services/analytics/src/persistence/company/company-tables.js';
import { companyTables as billing } from '../../../services/billing/src/persistence/company/company-tables.js';
import { companyTables as conversation } from '../../../services/conversation/src/persistence/company/company-tables.js';
import { companyTables as gateway } from '../../../services/gateway/src/persistence/company/company-tables.js';
import { companyTables as knowledge } from '../../../services/knowledge/src/persistence/company/company-tables.js';
import { companyTables as llmOrchestration } from '../../../services/llm-orchestration/src/persistence/company/company-tables.js';
import { companyTables as messageSender } from '../../../services/message-sender/src/persistence/company/company-tables.js';
import { companyTables as engagement } from '../../../services/engagement/src/persistence/company/company-tables.js';
import { companyTables as commerce } from '../../../services/commerce/src/persistence/company/company-tables.js';
import { companyTables as outgoingWebhooks } from '../../../services/outgoing-webhooks/src/persistence/company/company-tables.js';
import { TABLES_OF_ACCOUNTS } from '../../../services/tenant/src/persistence/company/company-accounts.repository.js';
import { companyTables as tenant } from '../../../services/tenant/src/persistence/company/company-tables.js';
import { dropConstraints, insertSql } from './any-row.js';

const LISTS: Record<string, readonly CompanyTable[]> = {
  tenant,
  billing,
  knowledge,
  llm_orchestration: llmOrchestration,
  conversation,
  message_sender: messageSender,
  analytics,
  engagement,
  commerce,
  outgoing_webhooks: outgoingWebhooks,
  gateway,
};
const ALL = Object.values(LISTS).flat();
const ACME = '0198c0de-0000-7000-8000-00000000000a';
const BETA = '0198c0de-0000-7000-8000-00000000000b';

/** Names that only a secret, or what is made of one, has. */
const SECRET = /token(?!s)|secret|sealed|password|hash$|credential/i;

let infra: Infrastructure;

beforeAll(async () => {
  infra = await startInfrastructure({ modules: MODULES });
}, 60_000);
afterAll(async () => infra?.stop(), 30_000);

/** Tables of the services that have a company's rows, as the database says. */
const withTenant = async (): Promise<string[]> =>
  (
    await infra.rows<{ name: string }>(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
       where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = any($1) order by 1`,
      [MODULES.map(({ schema }) => schema)],
    )
  ).map(({ name }) => name);

describe('the lists of what becomes of a company', () => {
  it('name every table that has rows of companies, once, in the service that owns it', async () => {
    expect(ALL.map(({ table }) => table).sort()).toEqual(await withTenant());
    for (const [schema, tables] of Object.entries(LISTS)) expect(tables.filter(({ table }) => !table.startsWith(`${schema}.`))).toEqual([]);
  });

  it('have no secret and no two files of one name in the archive', () => {
    const exported = ALL.filter((each) => each.export !== undefined);
    expect(exported.flatMap(({ table, columns }) => columns.filter((name) => SECRET.test(name)).map((name) => `${table}.${name}`))).toEqual(
      [],
    );
    const files = exported.map((each) => each.export);
    expect(files.filter((file, at) => files.indexOf(file) !== at)).toEqual([]);
    expect(exported.length).toBeGreaterThan(30);
  });

  it('delete what refers to others first', async () => {
    const keys = await infra.rows<{ source: string; target: string; action: string }>(
      `select k.conrelid::regclass::text as source, k.confrelid::regclass::text as target, k.confdeltype as action from pg_constraint k
       join pg_class c on c.oid = k.conrelid where k.contype = 'f' and k.confrelid <> k.conrelid and c.relnamespace::regnamespace::text = any($1)`,
      [infra.schemas],
    );
    const place = (name: string): number => ALL.findIndex(({ table, kept }) => table === name && kept === undefined);
    const wrong = keys.filter(({ source, target, action }) => {
      if (action !== 'a' || place(target) < 0) return false;
      return place(source) < 0 || place(source) > place(target);
    });
    expect(wrong).toEqual([]);
  });

  it('know everything that refers to an account', async () => {
    const rows = await infra.rows<{ name: string }>(
      `select distinct c.relname as name from pg_constraint k join pg_class c on c.oid = k.conrelid
       where k.contype = 'f' and k.confrelid = 'tenant.users'::regclass and c.relname <> 'memberships' order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([...TABLES_OF_ACCOUNTS].sort());
  });
});

it('deletes contacts that went into one another, over several steps, whichever comes first', async () => {
  const contact = (n: number): string => `0198c0de-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
  for (const [n, into] of [
    [2, null],
    [1, 2],
    [3, 1],
  ] as const) {
    await infra.owner.query(`insert into conversation.contacts (tenant_id, id, phone, merged_into) values ($1, $2, $3, $4)`, [
      ACME,
      contact(n),
      into === null ? '16505551234' : null,
      into && contact(into),
    ]);
  }
  const database = new TenantDatabase({
    databaseUrl: infra.ownerUrl,
    password: infra.passwordOf('conversation'),
    schema: 'conversation',
    poolSize: 2,
  });
  await new CompanyRows(database, conversation, 1).delete(ACME);
  await database.close();
  expect(await infra.rows('select id from conversation.contacts where tenant_id = $1', [ACME])).toEqual([]);
});

it('deletes the rows of one company in every table, a batch at a time, and none of another', async () => {
  await dropConstraints(infra);
  const tables = await withTenant();
  for (const table of tables) {
    for (const company of [ACME, BETA]) {
      await infra.owner.query(await insertSql(infra, table, company));
      const { rows } = await infra.owner.query<{ count: number }>(
        `select count(*)::int as count from pg_index i where i.indrelid = $1::regclass and i.indisprimary and i.indnatts > 1`,
        [table],
      );
      // Another row, so that a batch of one is not enough.
      if (rows[0]!.count > 0) await infra.owner.query(await insertSql(infra, table, company)).catch(() => undefined);
    }
  }
  const count = async (table: string, company: string): Promise<number> =>
    (await infra.rows<{ count: number }>(`select count(*)::int as count from ${table} where tenant_id = $1`, [company]))[0]!.count;
  const before = new Map<string, number>();
  for (const table of tables) before.set(table, await count(table, BETA));

  for (const [schema, list] of Object.entries(LISTS)) {
    const database = new TenantDatabase({ databaseUrl: infra.ownerUrl, password: infra.passwordOf(schema), schema, poolSize: 2 });
    await new CompanyRows(database, list, 1).delete(ACME);
    await database.close();
  }
  for (const { table, kept, special } of ALL) {
    const left = await count(table, ACME);
    if (kept === undefined && special === undefined) expect({ table, left }).toEqual({ table, left: 0 });
    else expect({ table, isLeft: left > 0 }).toEqual({ table, isLeft: true });
    expect({ table, others: await count(table, BETA) }).toEqual({ table, others: before.get(table) });
  }
}, 120_000);

describe('a page of a file', () => {
  let database: TenantDatabase;
  let rows: CompanyRows;
  const id = (n: number): string => `0198c0de-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

  beforeAll(() => {
    database = new TenantDatabase({
      databaseUrl: infra.ownerUrl,
      password: infra.passwordOf('conversation'),
      schema: 'conversation',
      poolSize: 2,
    });
    rows = new CompanyRows(database, conversation);
  });
  afterAll(async () => database?.close());

  const read = async (file: string, tenantId: string): Promise<{ lines: Record<string, unknown>[]; pages: number }> => {
    let text = '';
    let pages = 0;
    for (let from: Parameters<CompanyRows['page']>[2] | null; from !== null; pages++) {
      const page = await rows.page(tenantId, file, from);
      expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(900 * 1024);
      text += page.text;
      from = page.next;
    }
    return {
      lines: text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
      pages,
    };
  };

  it('goes on behind the last row, and cuts a row that is too long for one reply', async () => {
    const company = id(0xc);
    const long = '“¿Qué?”\n'.repeat(90_000);
    await infra.owner.query(
      `insert into conversation.canned_replies (tenant_id, id, shortcut, title, text)
       select $1, ('0198c0de-0000-7000-8000-' || lpad(to_hex(n + 1), 12, '0'))::uuid, 'reply-' || n, 'Reply', case n when 700 then $2 else 'reply ' || n end
       from generate_series(0, 1202) n`,
      [company, long],
    );
    const { lines, pages } = await read('canned-replies', company);
    expect(lines.map((line) => line.id)).toEqual(Array.from({ length: 1_203 }, (_, n) => id(n + 1)));
    expect(lines[700]!.text).toBe(long);
    expect(pages).toBeGreaterThan(5);
    expect(lines.every((line) => !('tenantId' in line) || line.tenantId === company)).toBe(true);
    expect((await read('canned-replies', id(0xd))).lines).toEqual([]);
  });
});
