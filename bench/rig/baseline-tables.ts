import type { Infrastructure } from './infrastructure.js';

/** An INSERT-only role is a login role; its password is the benchmark's own. */
const PASSWORD = 'bench';

/** The journals of the baselines. Both have the same columns; only NEST_RLS's is under row-level security. */
export async function createBaselineTables(infrastructure: Infrastructure): Promise<{ plainUrl: string; underRlsUrl: string }> {
  const columns = `(id uuid primary key default uuidv7(), received_at timestamptz not null default now(), body bytea not null)`;
  await infrastructure.owner.query(`
    create schema bench;
    create table bench.journal_plain ${columns};
    create table bench.journal_rls ${columns};
    create role bench_ingest login nosuperuser nobypassrls password '${PASSWORD}';
    grant usage on schema bench to bench_ingest;
    grant insert (body) on bench.journal_rls to bench_ingest;
    alter table bench.journal_rls enable row level security;
    alter table bench.journal_rls force row level security;
    create policy ingest on bench.journal_rls for insert to bench_ingest with check (true)`);
  const url = new URL(infrastructure.ownerUrl);
  url.username = 'bench_ingest';
  url.password = PASSWORD;
  return { plainUrl: infrastructure.ownerUrl, underRlsUrl: url.toString() };
}
