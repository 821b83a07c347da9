import type { RunningService } from '#service-kit';
import { eventually, type Infrastructure } from '#testing';
import { PruneJournalHandler } from '../src/handlers/webhooks/prune-journal.handler.js';
import { startGateway, startWorld, TENANT_A } from './gateway-world.js';

describe('the webhook journal', () => {
  let infra: Infrastructure;
  let gateway: RunningService;

  beforeAll(async () => {
    infra = await startWorld();
    gateway = await startGateway(infra, { JOURNAL_DAYS: '30' });
  }, 60_000);
  afterAll(async () => {
    await gateway?.close();
    await infra?.stop();
  }, 30_000);

  /** Bodies that came so many days ago, each with items of these outcomes, settled so many days ago. */
  async function entries(daysAgo: number, count: number, outcomes: readonly string[], settledDaysAgo: number | null): Promise<string[]> {
    // In one transaction, as they are split: the job of this gateway may be pruning.
    const rows = await infra.rows<{ id: string }>(
      `with entry as (
         insert into gateway.webhook_journal (id, received_at, body, split_at)
         select uuidv7(make_interval(days => -$1::int)), now() - make_interval(days => $1::int), '{}', now() from generate_series(1, $2::int)
         returning id
       ), item as (
         insert into gateway.webhook_items (id, journal_id, index, kind, tenant_id, outcome, code, settled_at)
         select uuidv7(), entry.id, o.n, 'message', $3, o.outcome, case when o.outcome in ('parked', 'dead') then 'x' end,
           now() - make_interval(days => $5::int)
         from entry, unnest($4::text[]) with ordinality as o (outcome, n)
       )
       select id from entry`,
      [daysAgo, count, TENANT_A, outcomes, settledDaysAgo],
    );
    return rows.map((row) => row.id);
  }
  const existing = async (ids: readonly string[]): Promise<number> =>
    (
      await infra.rows<{ n: number }>(
        `select (select count(*) from gateway.webhook_journal where id = any($1)) + (select count(*) from gateway.webhook_items where journal_id = any($1)) as n`,
        [ids],
      )
    ).map(({ n }) => Number(n))[0]!;

  it('loses what was settled long ago, in batches, and nothing that somebody may still need', async () => {
    const old = await entries(40, 2_500, ['processed', 'processed'], 35);
    const kept = {
      young: await entries(20, 2, ['processed'], 20),
      settledLately: await entries(40, 2, ['processed'], 3),
      pending: await entries(40, 2, ['processed', 'pending'], null),
      parked: await entries(40, 2, ['parked'], 39),
      dead: await entries(40, 2, ['dead', 'processed'], 39),
    };
    const before = Object.fromEntries(await Promise.all(Object.entries(kept).map(async ([name, ids]) => [name, await existing(ids)])));
    await gateway.app.get(PruneJournalHandler).execute();
    // The job of this gateway may be at it too.
    await eventually(async () => expect(await existing(old)).toBe(0));
    expect(Object.fromEntries(await Promise.all(Object.entries(kept).map(async ([name, ids]) => [name, await existing(ids)])))).toEqual(
      before,
    );
    expect(await gateway.app.get(PruneJournalHandler).execute()).toBe(0);
  }, 60_000);

  it('is walked along its key, and only as far as it is old', async () => {
    const plan = (
      await infra.rows<Record<string, string>>(
        `explain (costs off) select id from gateway.webhook_journal
         where id > '00000000-0000-0000-0000-000000000000' and id < (select uuidv7(make_interval(days => -30))) order by id limit 1000`,
      )
    ).map((row) => row['QUERY PLAN']);
    expect(plan.join('\n')).toMatch(/Index Cond: .*id > .*id < /);
  });
});
