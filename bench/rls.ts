import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { v7 } from 'uuid';
import { migrate, roleName, schemaPassword, TenantDatabase, type SchemaMigrations, type Transaction } from '#database';
import { OtherWork } from './measure/processes.js';
import { latencyOf, median, pairedRatios, type Latency } from './measure/statistics.js';
import { ms, renderTable, spread, verdict, whole } from './measure/table.js';
import { startInfrastructure, type Infrastructure } from './rig/infrastructure.js';
import { readOptions, UsageError } from './rig/options.js';
import { inRunFolder } from './rig/run.js';

const ROLE_SECRET = 'bench-role-secret-0123456789';
/** Names of roles are made from it; it owns no tables. */
const BYPASS = 'bench_bypass';
const TENANTS = 20;
const CONVERSATIONS = 50;
const MESSAGES = 60;
const PAGE = 50;

/** One transaction that a tenant's request makes; `conversation` is of that tenant. */
type Work = (tx: Transaction, tenantId: string, conversation: string) => Promise<void>;

const LIST = `select id, seq, direction, author, author_id as "authorId", type, text, content, wamid, status, failed, errors, pricing, citations, at
  from conversation.messages where tenant_id = $1 and conversation_id = $2 and seq > $3 order by seq limit $4`;
const APPEND = `with moved as (
    update conversation.conversations set next_seq = next_seq + 1, last_message_at = now() where tenant_id = $1::uuid and id = $3::uuid
    returning next_seq - 1 as seq, epoch
  )
  insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, text, content, status, epoch, at)
  select $1, $2::uuid, $3, seq, 'outbound', 'agent', 'text', $4::text, $5::jsonb, 'queued', epoch, now() from moved`;

const page: Work = async (tx, tenantId, conversation) => {
  // One more than it shows, as every list asks for, to know whether there is a next page.
  const rows = await tx.query(LIST, [tenantId, conversation, 0, PAGE + 1]);
  if (rows.length !== PAGE + 1) throw new Error(`the page has ${rows.length} messages`);
};
const pageAndInsert: Work = async (tx, tenantId, conversation) => {
  await page(tx, tenantId, conversation);
  const inserted = await tx.execute(APPEND, [tenantId, v7(), conversation, 'I am looking into it.', '{"body":"I am looking into it."}']);
  if (inserted !== 1) throw new Error('nothing was inserted');
};
const WORKS: Record<string, Work> = { 'page of 50 and an insert': pageAndInsert, 'page of 50': page };

interface Variant {
  label: string;
  transact: (tenantId: string, work: (tx: Transaction) => Promise<void>) => Promise<void>;
}

/**
 * What tenancy in the database costs: the way of every request, against the same statements with the same driver, the same number of
 * connections and the same tables, under a role that no policy applies to.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args, {
    numbers: { rounds: { default: 5, least: 1 }, seconds: { default: 2, least: 0.2 }, connections: { default: 4, least: 2 } },
    texts: ['dir'],
    switches: ['keep'],
  });
  await inRunFolder(options, async (run) => {
    const infrastructure = await startInfrastructure(run.folder);
    run.undo(() => infrastructure.stop());
    await createSchema(infrastructure);
    const threads = await fill(infrastructure);
    const open = (schema: string, poolSize: number): TenantDatabase => {
      const database = new TenantDatabase({
        databaseUrl: infrastructure.ownerUrl,
        password: schemaPassword(ROLE_SECRET, schema),
        schema,
        poolSize,
      });
      run.undo(() => database.close());
      return database;
    };
    const ours = open('conversation', options.connections);
    // A third of a pool is the system's; so its pools are as large as ours.
    const bypass = open(BYPASS, options.connections);
    const bypassSystem = open(BYPASS, options.connections * 3);
    const variants: Variant[] = [
      { label: 'OURS: forTenant, forced row-level security', transact: (tenantId, work) => ours.forTenant(tenantId, work) },
      { label: 'B1: a role without policies, tenant set all the same', transact: (tenantId, work) => bypass.forTenant(tenantId, work) },
      { label: 'B2: a role without policies, nothing set', transact: (_tenantId, work) => bypassSystem.forSystem(work) },
    ];

    run.print(
      `\n${TENANTS} tenants with ${CONVERSATIONS} conversations of ${MESSAGES} messages; ${options.connections} connections, ${options.rounds} rounds of ${options.seconds} s`,
    );
    if (options.rounds < 3) run.print('A trial: medians want three rounds.');
    for (const [name, work] of Object.entries(WORKS)) {
      // Plans are made, pages are in memory, connections are open.
      for (const variant of variants) await measure(variant, work, threads, { ...options, seconds: 0.5 });
      const rates = variants.map((): number[] => []);
      const latencies = variants.map((): Latency[] => []);
      const others = new OtherWork();
      for (let round = 0; round < options.rounds; round++) {
        for (let turn = 0; turn < variants.length; turn++) {
          const index = (round + turn) % variants.length;
          const { perSecond, latency } = await measure(variants[index]!, work, threads, options);
          rates[index]!.push(perSecond);
          latencies[index]!.push(latency);
        }
      }
      const row = (index: number): string[] => [
        variants[index]!.label,
        whole(median(rates[index]!)),
        ms(median(latencies[index]!.map(({ p50Ms }) => p50Ms))),
        ms(median(latencies[index]!.map(({ p99Ms }) => p99Ms))),
        index === 0 ? '' : spread(pairedRatios(rates[0]!, rates[index]!)),
      ];
      run.print(`\n${name}`);
      run.print(
        renderTable(
          ['way', 'transactions/s', 'p50 ms', 'p99 ms', 'OURS / it'],
          variants.map((_, index) => row(index)),
        ),
      );
      run.print(
        `OURS / B2: ${verdict(pairedRatios(rates[0]!, rates[2]!)?.median, { atLeast: 0.75 })}; others took ${(others.share() * 100).toFixed(0)} % of the CPU`,
      );
    }
  });
}

async function createSchema(infrastructure: Infrastructure): Promise<void> {
  if (!existsSync(fileURLToPath(new URL('../deploy/migrations.js', import.meta.url))))
    throw new UsageError('dist/deploy/migrations.js is not there: run `npm run build`');
  const { MODULES } = (await import(new URL('../deploy/migrations.js', import.meta.url).href)) as { MODULES: readonly SchemaMigrations[] };
  await migrate({ ownerUrl: infrastructure.ownerUrl, roleSecret: ROLE_SECRET, modules: MODULES });
  for (const kind of ['tenant', 'system'] as const) {
    const role = roleName(BYPASS, kind);
    await infrastructure.owner.query(`create role ${role} login nosuperuser bypassrls password '${schemaPassword(ROLE_SECRET, BYPASS)}'`);
    await infrastructure.owner.query(`grant usage on schema conversation to ${role}`);
    await infrastructure.owner.query(
      `grant select, insert, update on conversation.messages, conversation.conversations, conversation.count_changes to ${role}`,
    );
  }
}

/** @returns a conversation and its tenant, for every worker to choose from */
async function fill({ owner }: Infrastructure): Promise<{ tenantId: string; conversation: string }[]> {
  await owner.query(`
    create temporary table threads as
      select t.tenant_id, uuidv7() as id, uuidv7() as contact_id, uuidv7() as outlet_id, n
      from (select uuidv7() as tenant_id from generate_series(1, ${TENANTS})) t, generate_series(1, ${CONVERSATIONS}) n;
    insert into conversation.contacts (tenant_id, id, phone, name) select tenant_id, contact_id, '1555' || n, 'Customer ' || n from threads;
    insert into conversation.conversations (tenant_id, id, outlet_id, contact_id, next_seq, last_message_at)
      select tenant_id, id, outlet_id, contact_id, ${MESSAGES + 1}, now() from threads;
    insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, text, content, status, epoch, at)
      select tenant_id, uuidv7(), id, seq, 'inbound', 'customer', 'text', repeat('word ', 20), '{"type":"text","text":{"body":"word"}}', 'received', 0, now()
      from threads, generate_series(1, ${MESSAGES}) seq;
    analyze conversation.messages, conversation.conversations;
  `);
  const { rows } = await owner.query<{ tenantId: string; conversation: string }>(
    `select tenant_id as "tenantId", id as conversation from conversation.conversations order by id`,
  );
  return rows;
}

/** Closed loop: every connection begins its next transaction when its last one is committed. Each has conversations of its own. */
async function measure(
  { transact }: Variant,
  work: Work,
  threads: readonly { tenantId: string; conversation: string }[],
  { seconds, connections }: { seconds: number; connections: number },
): Promise<{ perSecond: number; latency: Latency }> {
  const begin = performance.now();
  const until = begin + seconds * 1_000;
  const latencies: number[] = [];
  await Promise.all(
    Array.from({ length: connections }, async (_, worker) => {
      for (let turn = worker; performance.now() < until; turn += connections) {
        const { tenantId, conversation } = threads[turn % threads.length]!;
        const sentAt = performance.now();
        await transact(tenantId, (tx) => work(tx, tenantId, conversation));
        latencies.push(performance.now() - sentAt);
      }
    }),
  );
  return { perSecond: (latencies.length / (performance.now() - begin)) * 1_000, latency: latencyOf(latencies) };
}
