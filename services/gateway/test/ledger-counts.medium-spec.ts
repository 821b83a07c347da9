import { migrate } from '#database';
import type { RunningService } from '#service-kit';
import { eventually, startInfrastructure, type Infrastructure } from '#testing';
import { webhookBuilder as build } from '#whatsapp';
import { CompareLedgerHandler } from '../src/handlers/ops/compare-ledger.handler.js';
import { FoldLedgerHandler } from '../src/handlers/ops/fold-ledger.handler.js';
import { ReadLedgerHandler, type Ledger } from '../src/handlers/ops/read-ledger.handler.js';
import { migrations } from '../src/persistence/migrations.js';
import { addOutlet, modules, postSigned, startGateway, startWorld, TENANT_A, TENANT_B } from './gateway-world.js';

const NUMBER = { wabaId: 'waba-a', phoneNumberId: 'phone-a' };

/** What the ledger must say, counted row by row. */
async function counted(infra: Infrastructure): Promise<Ledger> {
  const figures = `count(*)::int as received, (count(*) filter (where outcome = 'processed'))::int as processed,
    (count(*) filter (where outcome = 'parked'))::int as parked, (count(*) filter (where outcome = 'dead'))::int as dead,
    (count(*) filter (where outcome = 'pending'))::int as pending`;
  const [items] = await infra.rows<Ledger['items']>(`select ${figures} from gateway.webhook_items`);
  const [unrouted] = await infra.rows<Ledger['items']>(`select ${figures} from gateway.webhook_items where tenant_id is null`);
  const tenants = await infra.rows<Ledger['tenants'][number]>(
    `select tenant_id as "tenantId", ${figures} from gateway.webhook_items where tenant_id is not null group by tenant_id order by tenant_id`,
  );
  const [journal] = await infra.rows<Ledger['items']>(
    `select ${figures} from (
       select case when j.split_at is null then 'pending' when exists (
           select from gateway.webhook_items i where i.journal_id = j.id and i.index = 0 and i.outcome = 'parked'
             and i.code in ('unparseable', 'not_an_object', 'entry_not_array', 'split_failed')) then 'parked' else 'processed' end as outcome
       from gateway.webhook_journal j) e`,
  );
  return { journal: journal!, items: items!, tenants, unrouted: unrouted! };
}

/** Entries with an item each, of these weeks and outcomes. */
const plant = (infra: Infrastructure, tenantId: string | null, outcomes: readonly string[], daysAgo = 0): Promise<unknown> =>
  infra.rows(
    `with planned as materialized (
       select uuidv7(make_interval(days => -$3::int)) as entry, uuidv7(make_interval(days => -$3::int)) as item, o.outcome
       from unnest($2::text[]) o (outcome)
     ), entries as (
       insert into gateway.webhook_journal (id, body, split_at) select entry, '{}', now() from planned)
     insert into gateway.webhook_items (id, journal_id, index, kind, tenant_id, outcome, code)
     select item, entry, 0, 'message', $1, outcome, case when outcome in ('parked', 'dead') then 'unparseable' end from planned`,
    [tenantId, outcomes, daysAgo],
  );

describe('the counts of the ledger', () => {
  let infra: Infrastructure;
  let gateway: RunningService;

  const ledger = (): Promise<Ledger> => gateway.app.get(ReadLedgerHandler).execute();
  /** The job of this gateway may be at it. */
  const compare = (): Promise<number> =>
    eventually(async () => {
      const mended = await gateway.app.get(CompareLedgerHandler).execute();
      expect(mended).toBeDefined();
      return mended!;
    });
  const fold = (): Promise<void> => gateway.app.get(FoldLedgerHandler).execute();
  const expectRight = async (): Promise<void> => expect(await ledger()).toEqual(await counted(infra));

  beforeAll(async () => {
    infra = await startWorld();
    await addOutlet(infra, TENANT_A, NUMBER.phoneNumberId, NUMBER.wabaId);
    gateway = await startGateway(infra);
  }, 60_000);
  afterAll(async () => {
    await gateway?.close();
    await infra?.stop();
  }, 30_000);

  it('follow whatever becomes of entries and items, folded or not', async () => {
    const messages = ['1', '2'].map((wamid) => build.textMessage({ wamid, from: '1650', body: 'x' }));
    await postSigned(gateway, JSON.stringify(build.webhookBody(build.messagesEntry(NUMBER, { messages }))));
    await postSigned(gateway, 'no JSON');
    await eventually(async () => expect((await ledger()).journal).toEqual({ received: 2, processed: 1, parked: 1, dead: 0, pending: 0 }));
    await plant(infra, TENANT_A, ['pending', 'pending', 'processed', 'dead']);
    await plant(infra, TENANT_B, ['parked', 'processed'], 20);
    await plant(infra, null, ['parked'], 3);
    await expectRight();
    await fold();
    await expectRight();
    for (const sql of [
      `update gateway.webhook_items set outcome = 'processed' where outcome = 'pending'`,
      `update gateway.webhook_items set tenant_id = '${TENANT_B}', code = 'other' where tenant_id is null and kind = 'message'`,
      `update gateway.webhook_items set detail = 'x'`,
      `update gateway.webhook_journal set split_at = null where id in (select journal_id from gateway.webhook_items where outcome = 'dead')`,
      `update gateway.webhook_journal set body = 'x'`,
      `with gone as (delete from gateway.webhook_items where tenant_id = '${TENANT_B}' returning journal_id)
       delete from gateway.webhook_journal j using gone where j.id = gone.journal_id`,
    ]) {
      await infra.owner.query(sql);
      // The gateway splits what is not split.
      await eventually(expectRight);
    }
    expect((await ledger()).tenants.map(({ tenantId }) => tenantId)).toEqual([TENANT_A]);
    await fold();
    await expectRight();
    expect(await infra.rows('select 1 from gateway.ledger_changes')).toEqual([]);
    expect(await compare()).toBe(0);
  }, 60_000);

  it('count what was received by itself: a wrong count of where it is shows', async () => {
    await fold();
    const { journal, items } = await ledger();
    await infra.owner.query(`update gateway.ledger_counts set pending = pending + 7`);
    const wrong = await ledger();
    expect([wrong.journal.received, wrong.items.received]).toEqual([journal.received, items.received]);
    const { received, processed, parked, dead, pending } = wrong.items;
    expect(processed + parked + dead + pending).toBeGreaterThan(received);
    expect(await compare()).toBeGreaterThan(0);
  });

  it('are compared with the rows and mended, in every week, and then are right', async () => {
    await plant(infra, TENANT_A, ['pending', 'processed', 'dead'], 15);
    await plant(infra, TENANT_B, ['processed'], 1);
    await fold();
    await infra.owner.query(`update gateway.ledger_counts set received = received + 5, dead = dead - 3 where tenant_id = '${TENANT_A}'`);
    await infra.owner.query(`delete from gateway.ledger_counts where tenant_id = '${TENANT_B}' or scope = 'journal'`);
    await infra.owner.query(
      `insert into gateway.ledger_counts values (gen_random_uuid(), 'item', (select min(period) from gateway.ledger_counts where period > '-infinity'), 1, 1, 0, 0, 0)`,
    );
    expect(await ledger()).not.toEqual(await counted(infra));
    expect(await compare()).toBeGreaterThanOrEqual(5);
    await expectRight();
    expect(await compare()).toBe(0);
  }, 30_000);

  it('are mended exactly while rows change', async () => {
    await infra.owner.query(`update gateway.ledger_counts set processed = processed + 1`);
    let changing = true;
    const changes = (async () => {
      for (let turn = 0; changing; turn++) {
        await plant(infra, turn % 2 ? TENANT_A : TENANT_B, ['pending', 'pending', 'parked'], turn % 9);
        await infra.owner.query(
          `update gateway.webhook_items set outcome = 'processed' where id in (select id from gateway.webhook_items where outcome = 'pending' limit 2)`,
        );
        await fold();
      }
    })();
    expect(await compare()).toBeGreaterThan(0);
    changing = false;
    await changes;
    await expectRight();
    expect(await compare()).toBe(0);
  }, 30_000);

  it('make no writer wait for another one of the same tenant', async () => {
    const [one, other] = [await infra.owner.connect(), await infra.owner.connect()];
    const insert = `insert into gateway.webhook_items (id, journal_id, index, kind, tenant_id, outcome) values (uuidv7(), uuidv7(), 0, 'message', '${TENANT_A}', 'pending')`;
    try {
      await one.query('begin');
      await one.query(insert);
      await other.query(`set lock_timeout = '1s'`);
      await other.query(insert);
      await fold();
      await one.query('commit');
    } finally {
      await other.query('reset lock_timeout');
      one.release();
      other.release();
    }
    await expectRight();
  });
});

it('an installation that is there already gets its counts', async () => {
  const before = migrations.migrations.findIndex(({ name }) => name === '0006-ledger-counts');
  const infra = await startInfrastructure({
    modules: modules.map((module) => (module === migrations ? { ...module, migrations: module.migrations.slice(0, before) } : module)),
  });
  try {
    await plant(infra, TENANT_A, ['pending', 'processed', 'dead'], 15);
    await plant(infra, TENANT_B, ['processed', 'parked']);
    await plant(infra, null, ['parked']);
    await infra.owner.query(`insert into gateway.webhook_journal (body) values ('x')`);
    await migrate({ ownerUrl: infra.ownerUrl, roleSecret: infra.roleSecret, modules });
    const [row] = await infra.rows<{ received: string }>(
      `select sum(received) as received from gateway.ledger_counts where scope = 'item' and period = '-infinity'`,
    );
    expect(Number(row!.received)).toBe(6);
    const gateway = await startGateway(infra);
    try {
      const read = () => gateway.app.get(ReadLedgerHandler).execute();
      await eventually(async () => expect((await read()).journal.pending).toBe(0));
      expect(await read()).toEqual(await counted(infra));
      await eventually(async () => expect(await gateway.app.get(CompareLedgerHandler).execute()).toBe(0));
    } finally {
      await gateway.close();
    }
  } finally {
    await infra.stop();
  }
}, 60_000);
