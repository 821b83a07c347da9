import pg from 'pg';
import { roleName } from '#database';
import { startInfrastructure, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { dropConstraints, insertSql } from './any-row.js';

/**
 * Tables that hold rows of no single tenant, and why. Everything else must be a tenant table.
 * They are still under forced row-level security: the tenant roles see nothing of them, or their own row.
 */
const GLOBAL_TABLES: Record<string, string> = {
  'gateway.webhook_journal': 'raw bodies as received; one body may hold several tenants',
  'gateway.webhook_items': 'an item whose number nobody knows has no tenant yet',
  'gateway.ledger_changes': 'a statement changes counts of many tenants; a tenant role sees nothing of it',
  'gateway.dead_letters': 'an event too broken to read has no tenant',
  'tenant.tenants': 'the tenants themselves',
  'tenant.users': 'a person may belong to several tenants',
  'tenant.refresh_tokens': 'a sign-in is of a person, not of a tenant',
  'tenant.access_cuts': 'an access token is of a person, and names all tenants of theirs; only the gateway looks which it no longer names',
  'tenant.password_resets': 'a password is of a person, not of a tenant',
  'tenant.email_confirmations': 'an address is of a person, not of a tenant',
  'tenant.sign_in_attempts': 'whoever tries to sign in has no tenant yet',
  'tenant.known_addresses': 'where a person has signed in from is the person’s own',
  'tenant.sessions': 'a sign-in is of a person, not of a tenant',
  'tenant.second_factors': 'a second factor is of a person, not of a tenant',
  'tenant.recovery_codes': 'the same',
  'billing.rate_cards': 'prices of WhatsApp are of the installation; a tenant role reads what is published of them',
  'billing.rates': 'the same',
  'billing.rate_markets': 'the same',
  'billing.price_policies': 'the same',
  'billing.model_prices': 'the same, of models',
  'billing.plans': 'plans are of the installation',
  'billing.plan_tenants': 'how many are on a plan: for the operator alone',
  'billing.plan_moves': 'the same, of who moved',
  'billing.margin_totals': 'sums over all tenants: for the operator alone',
  'billing.deposit_totals': 'the same',
  'billing.figure_passes': 'when the sums were made',
  'billing.invoice_settings': 'what the operator’s invoices say of the operator',
  'billing.invoice_numbers': 'numbers are drawn by one function, for all tenants; a tenant role sees nothing of it',
  'tenant.mails': 'a mail is to a person; tenant roles only put one in, sealed',
};

/** Global tables whose rows every tenant may read: they say nothing of anybody. Nobody's tenant role writes them. */
const CATALOGUES = [
  'billing.plans',
  'billing.invoice_settings',
  'billing.rates',
  'billing.rate_markets',
  'billing.price_policies',
  'billing.model_prices',
];

/** Unique keys that do not begin with tenant_id, and why. */
const GLOBAL_KEYS: Record<string, string> = {
  outlets_phone_number_id: 'a WhatsApp number routes to one tenant, whoever claims it',
  payment_accounts_customer_id_key: 'a notice of the payment provider names its customer, whose tenant is not known yet',
  invoices_series_year_number_key: 'the law wants one row of numbers for all; they are drawn, and never chosen',
  invitations_token_hash: 'whoever holds the link is not signed in; 192 random bits are no oracle',
  invitations_link: 'the same, of the link that admins pass on',
  pay_links_token: 'whoever follows the link is no user of any tenant; 192 random bits are no oracle',
  api_keys_hash: 'a key is looked up before its tenant is known; 256 random bits are no oracle',
  api_keys_former_hash: 'the same, of the secret before the present one',
};

const TENANT_A = '0198c0de-0000-7000-8000-00000000000a';
const TENANT_B = '0198c0de-0000-7000-8000-00000000000b';
const OPERATIONS = ['select', 'insert', 'update', 'delete'] as const;

interface Table {
  name: string;
  schema: string;
  isTenantTable: boolean;
}

describe('tenancy', () => {
  let infra: Infrastructure;
  let tables: Table[];

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: MODULES });
    const schemas = MODULES.map((module) => module.schema);
    tables = (
      await infra.rows<{ schema: string; table: string; tenant: boolean }>(
        `select n.nspname as schema, c.relname as table,
                exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull) as tenant
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = any($1) order by 1, 2`,
        [schemas],
      )
    ).map((row) => ({
      name: `${row.schema}.${row.table}`,
      schema: row.schema,
      isTenantTable: row.tenant && !GLOBAL_TABLES[`${row.schema}.${row.table}`],
    }));
  }, 60_000);
  afterAll(async () => infra?.stop(), 30_000);

  describe('the catalog', () => {
    it('has a tenant id on every table that is not declared global', () => {
      expect(tables.filter((table) => !table.isTenantTable && !GLOBAL_TABLES[table.name])).toEqual([]);
      expect(tables.length).toBeGreaterThan(20);
    });

    it('enables and forces row-level security on every table', async () => {
      const open = await infra.rows(
        `select c.oid::regclass::text as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p') and n.nspname = any($1) and not (c.relrowsecurity and c.relforcerowsecurity)`,
        [infra.schemas],
      );
      expect(open).toEqual([]);
    });

    it('closes every partition to all who name it themselves: they come through the table, whose policies hold there', async () => {
      const partitions = await infra.rows<{ name: string; open: boolean }>(
        `select c.oid::regclass::text as name,
           exists (select from pg_policy where polrelid = c.oid)
           or exists (select from aclexplode(c.relacl) a where a.grantee <> c.relowner)
           or exists (select from pg_attribute a, aclexplode(a.attacl) where a.attrelid = c.oid)
           or not (c.relrowsecurity and c.relforcerowsecurity) as open
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relispartition and c.relkind in ('r', 'p') and n.nspname = any($1)`,
        [infra.schemas],
      );
      expect(partitions.filter(({ open }) => open)).toEqual([]);
      for (const { schema } of MODULES) {
        for (const kind of ['tenant', 'system'] as const) {
          const reached = await infra.rows(
            `select name, privilege from unnest($1::text[]) name, unnest(array['select', 'insert', 'update', 'delete', 'truncate']) privilege
             where has_table_privilege($2, name, privilege)`,
            [partitions.map(({ name }) => name), roleName(schema, kind)],
          );
          expect(reached).toEqual([]);
        }
      }
    });

    it('begins every unique key with tenant_id', async () => {
      const keys = await infra.rows<{ index: string; table: string; first: string }>(
        `select i.indexrelid::regclass::text as index, coalesce(pg_partition_root(c.oid), c.oid)::regclass::text as table, a.attname as first
         from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
         left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
         where i.indisunique and n.nspname = any($1)`,
        [infra.schemas],
      );
      const wrong = keys.filter(
        (key) => key.first !== 'tenant_id' && !GLOBAL_TABLES[key.table] && !GLOBAL_KEYS[key.index.split('.').at(-1) ?? ''],
      );
      expect(wrong).toEqual([]);
    });

    it('keeps foreign keys inside a tenant and a schema', async () => {
      const keys = await infra.rows<{ constraint: string; columns: string[]; from: string; to: string; source: string; target: string }>(
        `select k.conname as constraint, f.relname as source, t.relnamespace::regnamespace::text || '.' || t.relname as target,
                f.relnamespace::regnamespace::text as from, t.relnamespace::regnamespace::text as to,
                array(select attname::text from unnest(k.conkey) as n join pg_attribute a on a.attrelid = k.conrelid and a.attnum = n) as columns
         from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
         where k.contype = 'f' and f.relnamespace::regnamespace::text = any($1)`,
        [infra.schemas],
      );
      expect(keys.filter((key) => key.from !== key.to)).toEqual([]);
      expect(keys.filter((key) => !key.columns.includes('tenant_id') && !GLOBAL_TABLES[key.target])).toEqual([]);
    });

    it('lets every published view run under its reader', async () => {
      const views = await infra.rows<{ view: string; options: string[] | null }>(
        `select c.oid::regclass::text as view, c.reloptions as options from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('v', 'm') and n.nspname = any($1)`,
        [infra.schemas],
      );
      expect(views.length).toBeGreaterThan(0);
      expect(views.filter((view) => !view.options?.includes('security_invoker=on'))).toEqual([]);
    });

    it('gives no service role ownership, superuser, BYPASSRLS, TRUNCATE or REFERENCES', async () => {
      expect(
        await infra.rows(
          `select rolname from pg_roles where rolname like 'chasqui\\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`,
        ),
      ).toEqual([]);
      expect(
        await infra.rows(
          `select c.oid::regclass::text from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname like 'chasqui\\_%'`,
        ),
      ).toEqual([]);
      expect(
        await infra.rows(
          `select grantee, table_schema, table_name, privilege_type from information_schema.role_table_grants
           where (grantee like 'chasqui\\_%' or grantee = 'PUBLIC') and table_schema = any($1)
             and (privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER') or grantee = 'PUBLIC')`,
          [infra.schemas],
        ),
      ).toEqual([]);
    });

    it('grants no service a write outside its own schema, and reads there only through published columns', async () => {
      const foreign = await infra.rows<{ grantee: string; schema: string; table: string; privilege: string; kind: string }>(
        `select g.grantee, g.table_schema as schema, g.table_name as table, g.privilege_type as privilege, c.relkind as kind
         from information_schema.role_table_grants g
         join pg_class c on c.oid = (quote_ident(g.table_schema) || '.' || quote_ident(g.table_name))::regclass
         where g.grantee like 'chasqui\\_%' and g.table_schema = any($1)
           and g.grantee not in ('chasqui_' || g.table_schema, 'chasqui_' || g.table_schema || '_system', 'chasqui_' || g.table_schema || '_ingest')`,
        [infra.schemas],
      );
      expect(foreign.filter((grant) => grant.privilege !== 'SELECT' || grant.kind !== 'v')).toEqual([]);
    });
  });

  describe('roles x tables x operations', () => {
    beforeAll(async () => {
      // Rows of both tenants in every tenant table.
      await dropConstraints(infra);
      for (const table of tables.filter(({ isTenantTable }) => isTenantTable)) {
        for (const tenant of [TENANT_A, TENANT_B]) await infra.owner.query(await insertSql(infra, table.name, tenant));
      }
    }, 60_000);

    it('lets no tenant role reach a row of another tenant, or any row without a tenant', async () => {
      expect(await leaks(infra, tables)).toEqual([]);
    }, 120_000);

    it('would notice a weakened policy on any table', async () => {
      const blind: string[] = [];
      for (const table of tables.filter(({ isTenantTable }) => isTenantTable)) {
        const { rows: grants } = await infra.owner.query(
          `select 1 from information_schema.role_table_grants where grantee = $1 and table_schema || '.' || table_name = $2 and privilege_type = 'SELECT'`,
          [roleName(table.schema, 'tenant'), table.name],
        );
        if (grants.length === 0) continue;
        await infra.owner.query(`alter policy tenant_isolation on ${table.name} using (true)`);
        if ((await leaks(infra, [table])).length === 0) blind.push(table.name);
        await infra.owner.query(
          `alter policy tenant_isolation on ${table.name} using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))`,
        );
      }
      expect(blind).toEqual([]);
      expect(await leaks(infra, tables)).toEqual([]);
    }, 120_000);
  });
});

/** Every way in which a service's tenant role reaches a row that is not its tenant's. */
async function leaks(infra: Infrastructure, tables: readonly Table[]): Promise<string[]> {
  const found: string[] = [];
  const inserts = new Map<string, string>();
  for (const table of tables) if (table.isTenantTable) inserts.set(table.name, await insertSql(infra, table.name, TENANT_B));
  for (const { schema } of MODULES) {
    const client = new pg.Client({ connectionString: infra.roleUrl(schema, 'tenant') });
    await client.connect();
    try {
      for (const table of tables) {
        for (const tenant of [TENANT_A, '']) {
          for (const operation of OPERATIONS) {
            const outcome = await attempt(client, table, operation, tenant, inserts.get(table.name));
            if (outcome > 0) found.push(`${schema}: ${operation} on ${table.name} as ${tenant || 'no tenant'} reached ${outcome} rows`);
          }
        }
      }
    } finally {
      await client.end();
    }
  }
  return found;
}

/** @returns how many foreign rows the operation touched; 0 when it was refused. */
async function attempt(
  client: pg.Client,
  table: Table,
  operation: (typeof OPERATIONS)[number],
  tenant: string,
  insert: string | undefined,
): Promise<number> {
  const foreign = table.isTenantTable ? `where tenant_id is distinct from nullif('${tenant}', '')::uuid` : '';
  await client.query('begin');
  try {
    await client.query(`select set_config('app.tenant_id', $1, true)`, [tenant]);
    switch (operation) {
      case 'select':
        if (CATALOGUES.includes(table.name)) return 0;
        // A global table may show a tenant its own row (tenant.tenants); there are no rows of any tenant in this database.
        return (await client.query(`select 1 from ${table.name} ${foreign}`)).rowCount ?? 0;
      case 'insert':
        return insert ? ((await client.query(insert)).rowCount ?? 0) : 0;
      case 'update':
        return table.isTenantTable ? ((await client.query(`update ${table.name} set tenant_id = tenant_id ${foreign}`)).rowCount ?? 0) : 0;
      case 'delete':
        return (await client.query(`delete from ${table.name} ${foreign}`)).rowCount ?? 0;
    }
  } catch (error) {
    // 42501: permission denied, or the row violates the policy.
    if ((error as { code?: string }).code === '42501') return 0;
    throw error;
  } finally {
    await client.query('rollback');
  }
}
