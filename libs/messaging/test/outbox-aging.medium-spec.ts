import { v4, v7 } from 'uuid';
import type { EventEnvelope } from '#contracts';
import { agePartitions, migrate, publishedView, TenantDatabase, type SchemaMigrations } from '#database';
import { Inbox, messagingPartitions, messagingTables, messagingTurns } from '#messaging';
import { eventually, startInfrastructure, type Infrastructure } from '#testing';
import { restoreLost } from '../src/lost-publications.js';

const TENANT = '0198c0de-0000-7000-8000-00000000000a';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const idOf = (ageMs: number): string => v7({ msecs: Date.now() - ageMs });
const since = (ageMs: number): string => new Date(Date.now() - ageMs).toISOString();

/** An installation of before: its tables hold rows when they are partitioned. */
const before: SchemaMigrations = {
  schema: 'tenant',
  migrations: [
    {
      name: '0001-messaging',
      sql: `${messagingTables('tenant')}
        ${publishedView('tenant', 'receipts_v1', { table: 'inbox', columns: ['tenant_id', 'event_id'], systemReaders: ['gateway'] })}`,
    },
  ],
};
const after: SchemaMigrations = {
  ...before,
  migrations: [...before.migrations, { name: '0002-messaging-partitions', sql: messagingPartitions('tenant') + messagingTurns('tenant') }],
};

describe('the outbox and the inbox, as they age', () => {
  let infra: Infrastructure;
  let database: TenantDatabase;
  const inbox = new Inbox('tenant');
  const old = { receipt: idOf(40 * DAY), recent: idOf(HOUR), published: idOf(2 * HOUR), waiting: idOf(9 * DAY) };

  const open = (schema: string): TenantDatabase =>
    new TenantDatabase({ databaseUrl: infra.ownerUrl, password: infra.passwordOf(schema), schema, poolSize: 2 });
  const claim = (...ids: string[]): Promise<string[]> =>
    database.forTenant(TENANT, async (tx) =>
      (await inbox.claimAll(tx, ids.map((id) => ({ id, tenantId: TENANT })) as unknown as EventEnvelope[])).map(({ id }) => id),
    );
  const addEvent = async (id: string, publishedAgoMs: number | null, seq: number | null = null): Promise<string> => {
    await infra.rows(
      `insert into tenant.outbox (tenant_id, id, subject, envelope, published_at, stream_seq)
       values ($1, $2, 's', 'e', now() - make_interval(secs => $3::float8 / 1000), $4)`,
      [TENANT, id, publishedAgoMs, seq],
    );
    return id;
  };
  const unpublished = async (): Promise<string[]> =>
    (await infra.rows<{ id: string }>('select id from tenant.outbox where published_at is null and stream_seq is null order by id')).map(
      ({ id }) => id,
    );
  const place = async (table: 'outbox' | 'inbox', id: string): Promise<string | undefined> =>
    (
      await infra.rows<{ place: string }>(
        `select tableoid::regclass::text as place from tenant.${table} where ${table === 'inbox' ? 'event_id' : 'id'} = $1`,
        [id],
      )
    )[0]?.place;
  /** As it would have been made in its time. */
  const makeOld = (table: string, daysAgo: number): Promise<unknown> =>
    infra.rows(
      `select chasqui.make_partition(t, d, d + t.step)
       from chasqui.partitioned_tables t, chasqui.step_of(now() - make_interval(days => $2), t.step) d where t.schema = 'tenant' and t.name = $1`,
      [table, daysAgo],
    );

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [{ schema: 'gateway', migrations: [] }, before] });
    database = open('tenant');
    await claim(old.receipt, old.recent);
    await infra.rows(`update tenant.inbox set processed_at = now() - interval '40 days' where event_id = $1`, [old.receipt]);
    await addEvent(old.published, 2 * HOUR, 7);
    await addEvent(old.waiting, null);
    await migrate({ ownerUrl: infra.ownerUrl, roleSecret: infra.roleSecret, modules: [{ schema: 'gateway', migrations: [] }, after] });
  }, 60_000);
  beforeEach(() => infra.rows('delete from tenant.outbox where id <> all($1)', [Object.values(old)]));
  afterAll(async () => {
    await database?.close();
    await infra?.stop();
  }, 30_000);

  describe('of an installation of before', () => {
    it('knows every receipt and every event again', async () => {
      const fresh = v7();
      expect(await claim(old.receipt, old.recent, fresh)).toEqual([fresh]);
      expect(await place('inbox', old.recent)).toBe('tenant.inbox_before');
      expect(await unpublished()).toEqual([old.waiting]);
      const reader = open('gateway');
      try {
        const seen = await reader.forSystem((tx) => tx.query<{ id: string }>('select event_id as id from tenant.receipts_v1 order by 1'));
        expect(seen.map(({ id }) => id)).toEqual([old.receipt, old.recent, fresh].sort());
      } finally {
        await reader.close();
      }
    });

    it('migrates once: the next run changes nothing', async () => {
      const shape = () => infra.rows(`select inhrelid::regclass::text as name from pg_inherits order by 1`);
      const known = await shape();
      await migrate({ ownerUrl: infra.ownerUrl, roleSecret: infra.roleSecret, modules: [{ schema: 'gateway', migrations: [] }, after] });
      expect(await shape()).toEqual(known);
    });
  });

  describe('what the stream may have lost', () => {
    const stream = { lastSeq: 1_000, created: since(30 * DAY) };
    beforeEach(() => infra.rows('delete from tenant.outbox'));

    it('is what was published last, whenever it was written', async () => {
      await addEvent(idOf(2 * HOUR), 2 * HOUR, 1);
      await addEvent(idOf(5 * MINUTE), 5 * MINUTE, 2);
      const late = await addEvent(idOf(5 * HOUR), MINUTE, 3);
      const last = await addEvent(idOf(0), 0, 4);
      expect(await restoreLost(database, 'tenant', stream)).toBe(2);
      expect(await unpublished()).toEqual([late, last].sort());
    });

    it('goes by the newest publication and not by the present time', async () => {
      await addEvent(idOf(9 * HOUR), 9 * HOUR, 1);
      const last = await addEvent(idOf(8 * HOUR), 8 * HOUR, 2);
      expect(await restoreLost(database, 'tenant', stream)).toBe(1);
      expect(await unpublished()).toEqual([last]);
    });

    it('goes back as far as the stream lacks what it acknowledged, over pauses too', async () => {
      await addEvent(idOf(20 * HOUR), 20 * HOUR, 1);
      const lacking: string[] = [];
      for (const [hours, seq] of [
        [9, 2],
        [5, 3],
        [4.9, 4],
        [0.5, 5],
        [0.01, 6],
      ] as const) {
        lacking.push(await addEvent(idOf(hours * HOUR), hours * HOUR, seq));
      }
      expect(await restoreLost(database, 'tenant', { ...stream, lastSeq: 1 })).toBe(5);
      expect(await unpublished()).toEqual(lacking.sort());
    });

    it('is everything of before a stream that was created anew, whatever numbers that has reached', async () => {
      const ids = [await addEvent(idOf(20 * HOUR), 20 * HOUR, 1), await addEvent(idOf(2 * HOUR), 2 * HOUR, 2)];
      await addEvent(idOf(10 * MINUTE), 10 * MINUTE, 1);
      const last = await addEvent(idOf(MINUTE), MINUTE, 2);
      expect(await restoreLost(database, 'tenant', { lastSeq: 500, created: since(HOUR) })).toBe(3);
      expect(await unpublished()).toEqual([...ids, last].sort());
    });

    it('is a day in batches, for a stream that is gone', async () => {
      await infra.rows(
        `insert into tenant.outbox (tenant_id, id, subject, envelope, published_at, stream_seq)
         select $1, uuidv7(make_interval(secs => -n)), 's', 'e', now() - make_interval(secs => n), 6000 - n from generate_series(1, 5000) n`,
        [TENANT],
      );
      expect(await restoreLost(database, 'tenant', { lastSeq: 0, created: since(0) })).toBe(5_000);
      expect(await unpublished()).toHaveLength(5_000);
    });

    it('is found without reading what was published before', async () => {
      await infra.rows(
        `insert into tenant.outbox (tenant_id, id, subject, envelope, published_at, stream_seq)
         select $1, uuidv7(make_interval(secs => -n)), 's', 'e', now() - make_interval(secs => n), 90000 - n from generate_series(1, 40000) n`,
        [TENANT],
      );
      await infra.rows('analyze tenant.outbox');
      const reads = async (): Promise<number> => {
        const [row] = await infra.rows<{ reads: number }>(
          `select sum(seq_tup_read + idx_tup_fetch)::int as reads from pg_stat_user_tables where relname like 'outbox%' and schemaname = 'tenant'`,
        );
        return row!.reads;
      };
      const known = await reads();
      const own = open('tenant');
      expect(await restoreLost(own, 'tenant', { ...stream, lastSeq: 90_000 })).toBeGreaterThan(100);
      // A session tells what it has read at its end.
      await own.close();
      await eventually(async () => expect((await reads()) - known).toBeGreaterThan(100));
      expect((await reads()) - known).toBeLessThan(4_000);
    });
  });

  describe('what stays when its day is over', () => {
    it('an event that is not published, and for a day one that was published late', async () => {
      await infra.rows('drop table if exists tenant.outbox_before, tenant.inbox_before');
      for (const days of [3, 4]) await makeOld('outbox', days);
      const gone = await addEvent(idOf(3 * DAY), 3 * DAY, 1);
      const waiting = await addEvent(idOf(4 * DAY), null);
      const late = await addEvent(idOf(3 * DAY), HOUR, 2);
      const lateLongAgo = await addEvent(idOf(4 * DAY), 2 * DAY, 3);
      expect(await agePartitions(database, 'tenant', 'outbox')).toEqual([
        expect.stringMatching(/^dropped tenant.outbox_p/),
        expect.stringMatching(/^dropped tenant.outbox_p/),
      ]);
      expect(await Promise.all([gone, waiting, late, lateLongAgo].map((id) => place('outbox', id)))).toEqual([
        undefined,
        'tenant.outbox_default',
        'tenant.outbox_default',
        undefined,
      ]);
      expect(await unpublished()).toEqual([waiting]);
      await database.forSystem((tx) =>
        tx.execute(
          `update tenant.outbox set published_at = now() - interval '25 hours', created_at = now() - interval '4 days' where id = $1`,
          [waiting],
        ),
      );
      expect(await agePartitions(database, 'tenant', 'outbox')).toEqual(['emptied 1 of tenant.outbox_default']);
      expect(await place('outbox', late)).toBe('tenant.outbox_default');
    });

    it('the receipt of an event that came late, as long from then; and one of no time', async () => {
      await infra.rows('drop table if exists tenant.outbox_before, tenant.inbox_before');
      await makeOld('inbox', 25);
      const [prompt, late, odd] = [idOf(25 * DAY), idOf(25 * DAY), v4()];
      expect(await claim(prompt, late, odd)).toHaveLength(3);
      await infra.rows(`update tenant.inbox set processed_at = now() - interval '25 days' where event_id = $1`, [prompt]);
      await infra.rows(`update tenant.inbox set processed_at = now() - interval '13 days' where event_id = any($1)`, [[late, odd]]);
      expect(await agePartitions(database, 'tenant', 'inbox')).toEqual([expect.stringMatching(/^dropped tenant.inbox_p/)]);
      expect(await claim(late, odd)).toEqual([]);
      expect(await place('inbox', late)).toBe('tenant.inbox_default');

      // Replayed after its partition is gone: taken again, as ever after so long, and then known.
      expect(await claim(prompt)).toEqual([prompt]);
      expect(await claim(prompt)).toEqual([]);
      await infra.rows(`update tenant.inbox set processed_at = now() - interval '16 days' where event_id = any($1)`, [[late, odd]]);
      expect(await agePartitions(database, 'tenant', 'inbox')).toEqual(['emptied 2 of tenant.inbox_default']);
      expect(await claim(prompt, late)).toEqual([late]);
    });
  });

  it('claims an event once, whichever partition it is in and however many do', async () => {
    const ids = [v7(), v4(), idOf(100 * DAY)];
    const claimed = await Promise.all(Array.from({ length: 4 }, () => claim(...ids)));
    expect(claimed.flat().sort()).toEqual([...ids].sort());
  });
});
