import { migrate } from '#database';
import type { RunningService } from '#service-kit';
import { eventually, startInfrastructure, type Infrastructure } from '#testing';
import { webhookBuilder as build } from '#whatsapp';
import { CompareLedgerHandler } from '../src/handlers/ops/compare-ledger.handler.js';
import { ReadLedgerHandler } from '../src/handlers/ops/read-ledger.handler.js';
import { PruneJournalHandler } from '../src/handlers/ops/prune-journal.handler.js';
import { migrations } from '../src/persistence/migrations.js';
import { addOutlet, asSuperadmin, modules, postSigned, startGateway, startWorld, TENANT_A } from './gateway-world.js';

/** Bodies that came so many days ago, each with items of these outcomes. */
async function entries(infra: Infrastructure, daysAgo: number, count: number, outcomes: readonly string[]): Promise<string[]> {
  // In one transaction, as they are split: the job of a gateway may be pruning.
  const rows = await infra.rows<{ id: string }>(
    `with entry as (
       insert into gateway.webhook_journal (id, received_at, body, split_at)
       select uuidv7(make_interval(days => -$1::int)), now() - make_interval(days => $1::int), '{}', now() from generate_series(1, $2::int)
       returning id
     ), item as (
       insert into gateway.webhook_items (id, journal_id, index, kind, tenant_id, outcome, code, created_at)
       select (left(entry.id::text, 30) || lpad(to_hex(o.n), 6, '0'))::uuid, entry.id, o.n, 'message', $3, o.outcome,
         case when o.outcome in ('parked', 'dead') then 'x' end, now() - make_interval(days => $1::int)
       from entry, unnest($4::text[]) with ordinality as o (outcome, n)
     )
     select id from entry`,
    [daysAgo, count, TENANT_A, outcomes],
  );
  return rows.map((row) => row.id);
}

async function existing(infra: Infrastructure, ids: readonly string[]): Promise<{ bodies: number; items: number }> {
  const [row] = await infra.rows<{ bodies: number; items: number }>(
    `select (select count(*)::int from gateway.webhook_journal where id = any($1)) as bodies,
       (select count(*)::int from gateway.webhook_items where journal_id = any($1)) as items`,
    [ids],
  );
  return row!;
}

const partitionsOf = async (infra: Infrastructure, table: string): Promise<string[]> =>
  (
    await infra.rows<{ name: string }>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = $1::regclass order by 1`,
      [table],
    )
  ).map(({ name }) => name);

/** Partitions of both tables for the week so many days ago, as they were made when it was to come. */
const makePartitions = (infra: Infrastructure, daysAgo: number): Promise<unknown> =>
  infra.rows(
    `select chasqui.make_partition(t, begins, begins + t.step) from chasqui.partitioned_tables t,
       lateral (select chasqui.step_of(now() - make_interval(days => $1), t.step) as begins) s where t.schema = 'gateway' and t.name like 'webhook%'`,
    [daysAgo],
  );

describe('the webhook journal', () => {
  let infra: Infrastructure;
  let gateway: RunningService;

  /** Two weeks that are long over, each with what goes and what somebody waits for. */
  async function seed() {
    await makePartitions(infra, 50);
    await makePartitions(infra, 43);
    const gone = [...(await entries(infra, 50, 300, ['processed', 'processed'])), ...(await entries(infra, 43, 200, ['processed']))];
    const kept = {
      young: await entries(infra, 20, 2, ['processed']),
      pending: await entries(infra, 50, 2, ['processed', 'pending']),
      parked: await entries(infra, 43, 2, ['parked']),
      dead: await entries(infra, 43, 2, ['dead', 'processed']),
    };
    const unsplit = await infra.rows<{ id: string }>(
      `insert into gateway.webhook_journal (id, received_at, body, split_at)
       select uuidv7(interval '-43 days'), now() - interval '43 days', 'kept', now() returning id`,
    );
    await infra.owner.query(`update gateway.webhook_journal set split_at = null where id = $1`, [unsplit[0]!.id]);
    const before = await partitionsOf(infra, 'gateway.webhook_journal');
    return { gone, kept, unsplit: unsplit[0]!.id, before };
  }
  let seeded: Awaited<ReturnType<typeof seed>>;

  const prune = (): Promise<string[]> => gateway.app.get(PruneJournalHandler).execute();
  // The job of this gateway may take something away between two looks.
  const expectLedgerRight = (): Promise<void> =>
    eventually(async () => {
      const { journal, items } = await gateway.app.get(ReadLedgerHandler).execute();
      const [row] = await infra.rows<{ entries: number; items: number }>(
        `select (select count(*)::int from gateway.webhook_journal) as entries, (select count(*)::int from gateway.webhook_items) as items`,
      );
      expect([journal.received, items.received]).toEqual([row!.entries, row!.items]);
      expect(await gateway.app.get(CompareLedgerHandler).execute()).toBe(0);
    });

  beforeAll(async () => {
    infra = await startWorld();
    // Before there is a gateway, whose job begins at once.
    seeded = await seed();
    gateway = await startGateway(infra, { JOURNAL_DAYS: '30' });
  }, 60_000);
  afterAll(async () => {
    await gateway?.close();
    await infra?.stop();
  }, 30_000);

  it('loses what came long ago by whole partitions, and nothing that somebody waits for', async () => {
    const { gone, kept, unsplit, before } = seeded;
    await prune();
    // The job of this gateway may be at it too.
    await eventually(async () => {
      await prune();
      expect(await existing(infra, gone)).toEqual({ bodies: 0, items: 0 });
    });
    const after = await partitionsOf(infra, 'gateway.webhook_journal');
    expect(before.length - after.length).toBe(2);
    expect(await existing(infra, kept.young)).toEqual({ bodies: 2, items: 2 });
    // What was processed beside them is gone with its partition.
    expect(await existing(infra, kept.pending)).toEqual({ bodies: 2, items: 2 });
    expect(await existing(infra, kept.parked)).toEqual({ bodies: 2, items: 2 });
    expect(await existing(infra, kept.dead)).toEqual({ bodies: 2, items: 2 });
    expect((await existing(infra, [unsplit])).bodies).toBe(1);
    await expectLedgerRight();
  }, 60_000);

  it('loses what rests in the default partition once nobody waits for it any more, in batches', async () => {
    const old = await entries(infra, 60, 2_500, ['processed', 'processed']);
    const [waiting] = await entries(infra, 60, 1, ['pending']);
    await eventually(async () => {
      await prune();
      expect(await existing(infra, old)).toEqual({ bodies: 0, items: 0 });
    });
    expect(await existing(infra, [waiting!])).toEqual({ bodies: 1, items: 1 });
    await infra.owner.query(`update gateway.webhook_items set outcome = 'processed' where journal_id = $1`, [waiting]);
    await eventually(async () => {
      await prune();
      expect(await existing(infra, [waiting!])).toEqual({ bodies: 0, items: 0 });
    });
    await expectLedgerRight();
    expect(await prune()).toEqual([]);
  }, 60_000);

  it('has partitions for what comes, and rows of now stand in them, the items of an entry in the week of their entry', async () => {
    const number = { wabaId: 'waba-prune', phoneNumberId: 'phone-prune' };
    await addOutlet(infra, TENANT_A, number.phoneNumberId, number.wabaId);
    const messages = ['1', '2'].map((wamid) => build.textMessage({ wamid, from: '1650', body: 'x' }));
    await postSigned(gateway, JSON.stringify(build.webhookBody(build.messagesEntry(number, { messages }))));
    const rows = await eventually(async () => {
      const found = await infra.rows<{ item: string; entry: string; id: string; journal_id: string }>(
        `select i.tableoid::regclass::text as item, j.tableoid::regclass::text as entry, i.id, i.journal_id
         from gateway.webhook_items i join gateway.webhook_journal j on j.id = i.journal_id where i.phone_number_id = $1 order by i.index`,
        [number.phoneNumberId],
      );
      expect(found).toHaveLength(2);
      return found;
    });
    for (const { item, entry } of rows) {
      expect(item).toMatch(/webhook_items_p\d{10}$/);
      expect(entry).toBe(item.replace('webhook_items', 'webhook_journal'));
    }
    expect(rows.map(({ id, journal_id }) => id === `${journal_id.slice(0, 30)}${id.slice(30)}`)).toEqual([true, true]);
    expect(rows.map(({ id }) => id.slice(30))).toEqual(['000000', '000001']);
    for (const table of ['gateway.webhook_journal', 'gateway.webhook_items']) {
      expect((await partitionsOf(infra, table)).filter((name) => /_p\d{10}$/.test(name)).length).toBeGreaterThanOrEqual(3);
    }
  });

  it('loses dead letters when nothing of them has been sent again for long', async () => {
    await infra.owner.query(
      `insert into gateway.dead_letters (consumer, event_id, code, detail, envelope, last_at, replayed_at)
       select 'analytics', n::text, 'x', 'x', 'x', now() - make_interval(days => n), null from unnest(array[1, 89, 91, 400]) n`,
    );
    await eventually(async () => {
      await prune();
      expect(await infra.rows(`select event_id from gateway.dead_letters order by event_id`)).toEqual([
        { event_id: '1' },
        { event_id: '89' },
      ]);
    });
  });
});

it('a journal that is there already becomes a partition as it is', async () => {
  const before = migrations.migrations.findIndex(({ name }) => name === '0007-journal-partitions');
  const infra = await startInfrastructure({
    modules: modules.map((module) => (module === migrations ? { ...module, migrations: module.migrations.slice(0, before) } : module)),
  });
  try {
    const [old, young] = [await entries(infra, 40, 3, ['processed', 'dead']), await entries(infra, 0, 2, ['pending'])];
    // Items had ids of their own.
    await infra.owner.query(`update gateway.webhook_items set id = uuidv7(interval '-39 days') where journal_id = any($1)`, [old]);
    const nodes = (suffix: string) =>
      infra.rows(
        `select pg_relation_filenode('gateway.webhook_journal${suffix}') as journal, pg_relation_filenode('gateway.webhook_items${suffix}') as items`,
      );
    const files = await nodes('');
    await migrate({ ownerUrl: infra.ownerUrl, roleSecret: infra.roleSecret, modules });
    expect(await nodes('_before')).toEqual(files);
    expect(await existing(infra, [...old, ...young])).toEqual({ bodies: 5, items: 8 });
    const gateway = await startGateway(infra);
    try {
      await eventually(async () => {
        await gateway.app.get(PruneJournalHandler).execute();
        const response = await fetch(`${gateway.url}/api/v1/ops/items?outcome=dead`, { headers: await asSuperadmin(infra) });
        expect(((await response.json()) as { items: { journalId: string }[] }).items.map(({ journalId }) => journalId).sort()).toEqual(
          old.sort(),
        );
      });
      expect(await existing(infra, [...old, ...young])).toEqual({ bodies: 5, items: 8 });
      await eventually(async () => expect(await gateway.app.get(CompareLedgerHandler).execute()).toBe(0));
    } finally {
      await gateway.close();
    }
  } finally {
    await infra.stop();
  }
}, 60_000);
