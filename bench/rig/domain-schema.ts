import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type pg from 'pg';

const PASSWORD = 'bench';
const TENANT_ID = '0198c0de-0000-7000-8000-000000000001';
const TABLES = ['contacts', 'conversations', 'messages', 'outbox'];

/** The tables of the baseline D, under forced row-level security, and its role. @returns the URL of that role */
export async function createDomainSchema(owner: pg.Pool, ownerUrl: string): Promise<string> {
  const key = 'tenant_id uuid not null, id uuid not null';
  await owner.query(`
    create schema bench;
    create role bench_domain login nosuperuser nobypassrls password '${PASSWORD}';
    grant usage on schema bench to bench_domain;
    create table bench.contacts (${key}, phone text not null, name text, created_at timestamptz not null default now(),
      primary key (tenant_id, id), unique (tenant_id, phone));
    create table bench.conversations (${key}, contact_id uuid not null, last_seq integer not null default 1, last_message_at timestamptz not null default now(),
      primary key (tenant_id, id), unique (tenant_id, contact_id), foreign key (tenant_id, contact_id) references bench.contacts (tenant_id, id));
    create table bench.messages (${key}, conversation_id uuid not null, seq integer not null, wamid text not null, body text, created_at timestamptz not null default now(),
      primary key (tenant_id, id), unique (tenant_id, wamid), foreign key (tenant_id, conversation_id) references bench.conversations (tenant_id, id));
    create table bench.outbox (${key}, subject text not null, envelope text not null, created_at timestamptz not null default now(), published_at timestamptz,
      primary key (tenant_id, id));
    create index on bench.messages (tenant_id, conversation_id, seq);
    create index on bench.outbox (created_at) where published_at is null;
    ${TABLES.map(
      (table) => `
    alter table bench.${table} enable row level security;
    alter table bench.${table} force row level security;
    create policy tenant_isolation on bench.${table}
      using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
      with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
    grant select, insert, update on bench.${table} to bench_domain;`,
    ).join('')}`);
  const url = new URL(ownerUrl);
  url.username = 'bench_domain';
  url.password = PASSWORD;
  return url.toString();
}

const SCRIPT = `\\set customer random(1, 2000000000)
begin;
select set_config('app.tenant_id', '${TENANT_ID}', true);
with c as (insert into bench.contacts (tenant_id, id, phone, name) values ('${TENANT_ID}', uuidv7(), 'p' || :customer, 'Customer')
  on conflict (tenant_id, phone) do update set name = excluded.name returning id) select id as contact from c \\gset
with v as (insert into bench.conversations (tenant_id, id, contact_id) values ('${TENANT_ID}', uuidv7(), :'contact')
  on conflict (tenant_id, contact_id) do update set last_seq = conversations.last_seq + 1, last_message_at = now() returning id, last_seq)
  select id as conversation, last_seq as seq from v \\gset
insert into bench.messages (tenant_id, id, conversation_id, seq, wamid, body)
  values ('${TENANT_ID}', uuidv7(), :'conversation', :seq, 'w' || uuidv7(), repeat('x', 120));
insert into bench.outbox (tenant_id, id, subject, envelope) values ('${TENANT_ID}', uuidv7(), 'bench', repeat('x', 230));
commit;
`
  .replaceAll(":'contact'", ':contact')
  .replaceAll(":'conversation'", ':conversation');

/** The same transaction from pgbench, whose client costs next to nothing. @returns transactions/s; undefined when pgbench is not installed */
export async function pgbenchRate(
  url: string,
  folder: string,
  options: { connections: number; seconds: number },
): Promise<number | undefined> {
  const script = join(folder, 'domain-transaction.sql');
  writeFileSync(script, SCRIPT);
  const args = ['-n', '-f', script, '-c', String(options.connections), '-j', '2', '-M', 'prepared', '-T', String(options.seconds), url];
  try {
    const { stdout } = await promisify(execFile)('pgbench', args);
    const rate = /^tps = ([\d.]+)/m.exec(stdout)?.[1];
    if (rate === undefined) throw new Error(`pgbench said no rate:\n${stdout}`);
    return Number(rate);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
