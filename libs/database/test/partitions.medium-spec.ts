import pg from 'pg';
import { v4, v7 } from 'uuid';
import { agePartitions, publishedView, roleName, TenantDatabase, tenantTable, timePartitions, type SchemaMigrations } from '#database';
import { startInfrastructure, type Infrastructure } from '#testing';

const A = '0198c0de-0000-7000-8000-00000000000a';
const B = '0198c0de-0000-7000-8000-00000000000b';
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** The id that a row of so long ago has. */
const idOf = (ageMs: number): string => v7({ msecs: Date.now() - ageMs });

const OPTIONS = {
  key: 'id',
  step: '1 day',
  ahead: 3,
  keep: '2 days',
  leastKeep: '1 day',
  arrived: 'created_at',
  waits: ['t.done_at is null'],
  storage: 'autovacuum_vacuum_scale_factor = 0.02',
} as const;

const table = (name: string): string => `
  create table tenant.${name} (
    tenant_id uuid not null, id uuid not null, text text not null default 'note' check (text <> ''), words integer generated always as (length(text)) stored,
    created_at timestamptz not null default now(), done_at timestamptz, primary key (tenant_id, id));
  create index ${name}_waiting on tenant.${name} (created_at) where done_at is null;
  ${tenantTable('tenant', name, { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}
  ${publishedView('tenant', `${name}_v1`, { table: name, columns: ['tenant_id', 'id'], readers: ['billing'], systemReaders: ['billing'] })}`;

const tables: SchemaMigrations = {
  schema: 'tenant',
  migrations: [
    { name: '0001-tables', sql: `${table('fresh')}${timePartitions('tenant', 'fresh', OPTIONS)}${table('filled')}` },
    {
      name: '0002-rows',
      sql: `
        insert into tenant.filled (tenant_id, id, text, done_at)
        select '${A}', uuidv7(make_interval(hours => -n)), 'old', now() from generate_series(0, 99) n;
        insert into tenant.filled (tenant_id, id, text) values
          ('${A}', uuidv7(make_interval(hours => 30)), 'of a clock that is ahead'),
          ('${A}', 'ffffffff-0000-4000-8000-000000000000', 'of no time'),
          ('${B}', uuidv7(), 'of another');`,
    },
    { name: '0003-partitions', sql: timePartitions('tenant', 'filled', OPTIONS) },
    {
      name: '0004-by-time',
      sql: `
        create table tenant.moments (tenant_id uuid not null, n bigint not null, at timestamptz not null default now(), primary key (tenant_id, n, at));
        ${tenantTable('tenant', 'moments', { tenant: ['select', 'insert'] })}
        insert into tenant.moments (tenant_id, n, at) values ('${A}', 1, now() - interval '5 days'), ('${A}', 2, now() + interval '26 hours');
        ${timePartitions('tenant', 'moments', { key: 'at', step: '12 hours', ahead: 4, keep: '1 day', arrived: 'at' })}`,
    },
  ],
};

describe('partitions by time', () => {
  let infra: Infrastructure;
  let database: TenantDatabase;

  const open = (schema: string): TenantDatabase =>
    new TenantDatabase({ databaseUrl: infra.ownerUrl, password: infra.passwordOf(schema), schema, poolSize: 4 });
  const partitions = async (name: string): Promise<string[]> =>
    (
      await infra.rows<{ name: string }>(
        `select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass order by 1`,
        [`tenant.${name}`],
      )
    ).map((row) => row.name);
  const add = (name: string, ids: string[], row: { done?: boolean; ageMs?: number } = {}): Promise<number> =>
    database.forTenant(A, (tx) =>
      tx.execute(
        `insert into tenant.${name} (tenant_id, id, created_at, done_at)
         select $1, id, now() - make_interval(secs => $3::float8), case when $4::boolean then now() end from unnest($2::uuid[]) id
         on conflict do nothing`,
        [A, ids, (row.ageMs ?? 0) / 1_000, row.done ?? false],
      ),
    );
  const where = async (name: string, id: string): Promise<string | undefined> =>
    (await infra.rows<{ at: string }>(`select tableoid::regclass::text as at from tenant.${name} where id = $1`, [id]))[0]?.at;
  /** As it would have been made in its time. */
  const makeOld = async (name: string, daysAgo: number): Promise<string> => {
    const [row] = await infra.rows<{ made: string }>(
      `select chasqui.make_partition(t, d, d + t.step) as made
       from chasqui.partitioned_tables t, chasqui.step_of(now() - make_interval(days => $2), t.step) d where t.schema = 'tenant' and t.name = $1`,
      [name, daysAgo],
    );
    return row!.made;
  };
  const client = async (schema: string, kind: 'tenant' | 'system'): Promise<pg.Client> => {
    const created = new pg.Client({ connectionString: infra.roleUrl(schema, kind) });
    await created.connect();
    return created;
  };

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [{ schema: 'billing', migrations: [] }, tables] });
    database = open('tenant');
  }, 60_000);
  afterAll(async () => {
    await database?.close();
    await infra?.stop();
  }, 30_000);

  it('takes every id: of now and soon in partitions of their own, of no time in the default one', async () => {
    expect(await partitions('fresh')).toHaveLength(5);
    const ids = [idOf(0), idOf(-DAY), idOf(-2 * DAY), idOf(40 * DAY), v4(), 'ffffffff-ffff-4fff-bfff-ffffffffffff', idOf(-400 * DAY)];
    expect(await add('fresh', ids)).toBe(7);
    const places = await Promise.all(ids.map((id) => where('fresh', id)));
    expect(new Set(places.slice(0, 3)).size).toBe(3);
    expect(places.slice(0, 3)).not.toContain('tenant.fresh_default');
    expect(places.slice(3)).toEqual(Array(4).fill('tenant.fresh_default'));
    expect(await add('fresh', ids)).toBe(0);
  });

  it('finds a row by its id in one partition, under a generic plan', async () => {
    const plan = async (sql: string): Promise<string> => {
      const session = new pg.Client({ connectionString: infra.ownerUrl });
      await session.connect();
      try {
        await session.query(`set plan_cache_mode = force_generic_plan; set enable_seqscan = off`);
        await session.query(`prepare one (uuid, uuid) as select text from tenant.fresh where tenant_id = $1 and id = $2`);
        await session.query(`prepare many (uuid[], uuid[]) as update tenant.fresh f set done_at = now() from unnest($1, $2) as a (tenant_id, id)
          where f.tenant_id = a.tenant_id and f.id = a.id`);
        const { rows } = await session.query<{ 'QUERY PLAN': string }>(
          `explain (analyze, costs off, timing off, summary off, buffers off) ${sql}`,
        );
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      } finally {
        await session.end();
      }
    };
    const id = idOf(0);
    await add('fresh', [id]);
    const one = await plan(`execute one ('${A}', '${id}')`);
    expect(one).toMatch(/Subplans Removed: 4/);
    expect(one.match(/Index Scan/g)).toHaveLength(1);
    const many = await plan(`execute many (array['${A}']::uuid[], array['${id}']::uuid[])`);
    expect(many.match(/never executed/g)).toHaveLength(4);
  });

  it('takes a table with its rows: what is there stays readable in one partition, and everything that was said about it stays true', async () => {
    expect(
      await infra.rows(
        `select text, count(*)::int as rows, min(tableoid::regclass::text) as place from tenant.filled group by 1, tenant_id order by 1`,
      ),
    ).toEqual([
      { text: 'of a clock that is ahead', rows: 1, place: expect.stringMatching(/_p\d{10}$/) },
      { text: 'of another', rows: 1, place: 'tenant.filled_before' },
      { text: 'of no time', rows: 1, place: 'tenant.filled_default' },
      { text: 'old', rows: 100, place: 'tenant.filled_before' },
    ]);
    expect(await database.forTenant(A, (tx) => tx.query('select from tenant.filled'))).toHaveLength(102);
    expect(await database.forTenant(B, (tx) => tx.query('select words from tenant.filled'))).toEqual([{ words: 10 }]);
    const reader = open('billing');
    try {
      expect(await reader.forTenant(B, (tx) => tx.query('select id from tenant.filled_v1'))).toHaveLength(1);
      expect(await reader.forSystem((tx) => tx.query('select id from tenant.filled_v1'))).toHaveLength(103);
      await expect(reader.forTenant(B, (tx) => tx.query('select text from tenant.filled'))).rejects.toMatchObject({ code: '42501' });
    } finally {
      await reader.close();
    }
    // The names by which errors and other migrations know them.
    expect(
      await infra.rows(`select indexrelid::regclass::text as index from pg_index where indrelid = 'tenant.filled'::regclass order by 1`),
    ).toEqual([{ index: 'tenant.filled_pkey' }, { index: 'tenant.filled_waiting' }]);
    await expect(
      add('filled', [idOf(0)]).then(() => infra.rows(`insert into tenant.filled (tenant_id, id, text) values ('${A}', uuidv7(), '')`)),
    ).rejects.toThrow('filled_text_check');
  });

  it('partitions by a time as well', async () => {
    expect(await infra.rows('select n, tableoid::regclass::text as place from tenant.moments order by n')).toEqual([
      { n: 1, place: 'tenant.moments_before' },
      { n: 2, place: expect.stringMatching(/_p\d{10}$/) },
    ]);
    await infra.rows('drop table tenant.moments_before');
    await makeOld('moments', 3);
    await database.forTenant(A, (tx) =>
      tx.execute(`insert into tenant.moments (tenant_id, n, at) values ($1, 3, now() - interval '3 days')`, [A]),
    );
    expect(await agePartitions(database, 'tenant', 'moments')).toEqual([expect.stringMatching(/^dropped tenant.moments_p/)]);
    expect(await infra.rows('select n from tenant.moments order by n')).toEqual([{ n: 2 }]);
  });

  it('makes partitions ahead, once, however many processes do it at the same time', async () => {
    const before = await partitions('fresh');
    const newest = before.filter((name) => /_p\d+$/.test(name)).at(-1)!;
    await infra.rows(`drop table ${newest}`);
    const done = await Promise.all(Array.from({ length: 6 }, () => agePartitions(database, 'tenant', 'fresh')));
    expect(done.flat().filter((step) => step.startsWith('made'))).toEqual([`made ${newest}`]);
    expect(await partitions('fresh')).toEqual(before);
    expect(await agePartitions(database, 'tenant', 'fresh')).toEqual([]);
  });

  it('moves what came into the default partition while its own was missing, and leaves it there if it is a lot', async () => {
    const [, today] = await partitions('fresh');
    await infra.rows(`drop table ${today}`);
    const id = idOf(0);
    await add('fresh', [id]);
    expect(await where('fresh', id)).toBe('tenant.fresh_default');
    // Where later ones are there, the present one is not made again: its rows age in the default partition.
    expect(await agePartitions(database, 'tenant', 'fresh')).toEqual([]);
    for (const later of (await partitions('fresh')).filter((name) => /_p\d+$/.test(name))) await infra.rows(`drop table ${later}`);
    expect(await agePartitions(database, 'tenant', 'fresh')).toHaveLength(4);
    expect(await where('fresh', id)).toBe(today);

    for (const name of (await partitions('fresh')).filter((partition) => /_p\d+$/.test(partition))) await infra.rows(`drop table ${name}`);
    await add(
      'fresh',
      Array.from({ length: 5_001 }, () => idOf(0)),
      { done: true },
    );
    expect(await agePartitions(database, 'tenant', 'fresh')).toHaveLength(3);
    expect(await partitions('fresh')).not.toContain(today);
    await infra.rows('delete from tenant.fresh_default where text = $1', ['note']);
    await makeOld('fresh', 0);
  });

  it('drops what is old as a whole, and keeps what somebody waits for until nobody does', async () => {
    const place = await makeOld('fresh', 5);
    const kept = await makeOld('fresh', 2);
    const [done, waiting, younger] = [idOf(5 * DAY), idOf(5 * DAY), idOf(2 * DAY)];
    await add('fresh', [done, younger], { done: true, ageMs: 5 * DAY });
    await add('fresh', [waiting], { ageMs: 5 * DAY });
    expect([await where('fresh', done), await where('fresh', waiting)]).toEqual([place, place]);
    expect(await agePartitions(database, 'tenant', 'fresh')).toEqual([`dropped ${place}`]);
    expect([await where('fresh', done), await where('fresh', waiting)]).toEqual([undefined, 'tenant.fresh_default']);
    expect(await where('fresh', younger)).toBe(kept);
    // Its place is taken by the default partition, also for one that is told again.
    expect(await add('fresh', [waiting])).toBe(0);

    await database.forTenant(A, (tx) => tx.execute('update tenant.fresh set done_at = now() where id = $1', [waiting]));
    expect(await agePartitions(database, 'tenant', 'fresh')).toEqual(['emptied 1 of tenant.fresh_default']);
    expect(await where('fresh', waiting)).toBeUndefined();
    await infra.rows(`drop table ${kept}`);
  });

  it('does not drop a partition in which many wait', async () => {
    const place = await makeOld('fresh', 6);
    const ids = Array.from({ length: 5_001 }, () => idOf(6 * DAY));
    await add('fresh', ids);
    expect(await agePartitions(database, 'tenant', 'fresh')).toEqual([]);
    expect(await infra.rows(`select from ${place}`)).toHaveLength(5_001);
    await infra.rows(`update tenant.fresh set done_at = now() where id = $1`, [ids[0]]);
    expect(await agePartitions(database, 'tenant', 'fresh')).toEqual([`dropped ${place}`]);
    expect(await infra.rows(`select from tenant.fresh_default where done_at is null`)).toHaveLength(5_000);
    await infra.rows('truncate tenant.fresh_default');
  });

  it('empties the default partition by when rows came, in batches', async () => {
    const young = v4();
    await add('fresh', [young], { done: true, ageMs: DAY });
    await add(
      'fresh',
      Array.from({ length: 5_010 }, () => v4()),
      { done: true, ageMs: 3 * DAY },
    );
    const old = (await infra.rows(`select from tenant.fresh_default where created_at < now() - interval '2 days'`)).length;
    expect(await agePartitions(database, 'tenant', 'fresh')).toEqual([
      'emptied 5000 of tenant.fresh_default',
      `emptied ${old - 5_000} of tenant.fresh_default`,
    ]);
    expect(await where('fresh', young)).toBe('tenant.fresh_default');
  });

  it('does not wait for a table that is in use, nor lets others wait for long', async () => {
    const place = await makeOld('fresh', 7);
    const session = await client('tenant', 'tenant');
    try {
      await session.query('begin; select 1 from tenant.fresh limit 1');
      expect(await agePartitions(database, 'tenant', 'fresh')).toEqual([]);
      expect(await partitions('fresh')).toContain(place);
      await session.query('rollback');
      expect(await agePartitions(database, 'tenant', 'fresh')).toEqual([`dropped ${place}`]);
    } finally {
      await session.end();
    }
  });

  describe('who may do what', () => {
    it('lets a service name a shorter time only down to the least, and no time makes anything else happen', async () => {
      await infra.rows('truncate tenant.fresh_default');
      const [old, young] = [await makeOld('fresh', 3), await makeOld('fresh', 1)];
      expect(await agePartitions(database, 'tenant', 'fresh', { keepDays: 30 })).toEqual([]);
      expect(await agePartitions(database, 'tenant', 'fresh', { keepDays: 0 })).toEqual([`dropped ${old}`]);
      expect(await agePartitions(database, 'tenant', 'fresh', { keepDays: -1_000 })).toEqual([]);
      expect(await partitions('fresh')).toContain(young);
    });

    it('makes and drops nothing of tables that are not registered, or of other schemas', async () => {
      for (const name of ['effects', 'filled_v1', 'fresh_default', 'fresh; drop table tenant.fresh', '']) {
        await expect(agePartitions(database, 'tenant', name)).rejects.toThrow('not partitioned by time');
      }
    });

    it('opens its door to the system role of its schema, and nothing behind it to anybody', async () => {
      for (const [schema, kind] of [
        ['tenant', 'tenant'],
        ['billing', 'tenant'],
        ['billing', 'system'],
        ['tenant', 'system'],
      ] as const) {
        const session = await client(schema, kind);
        try {
          const call = session.query(`select tenant.age_partitions('fresh')`);
          if (schema === 'tenant' && kind === 'system') await call;
          else await expect(call).rejects.toMatchObject({ code: '42501' });
          expect(
            await infra.rows(
              `select proname from pg_proc where pronamespace = 'chasqui'::regnamespace and has_function_privilege($1, oid, 'execute')`,
              [roleName(schema, kind)],
            ),
          ).toEqual([]);
          for (const sql of [
            `update chasqui.partitioned_tables set keep = interval '0'`,
            'alter table tenant.fresh detach partition tenant.fresh_default',
            'drop table tenant.fresh_default',
            'create table tenant.mine partition of tenant.fresh for values from (minvalue) to (maxvalue)',
          ]) {
            await expect(session.query(sql)).rejects.toMatchObject({ code: '42501' });
          }
        } finally {
          await session.end();
        }
      }
    });

    it('does not let its caller choose what its names mean', async () => {
      const session = await client('tenant', 'system');
      try {
        await session.query(`create temp table pg_inherits (inhparent oid, inhrelid oid, inhseqno int, inhdetachpending bool)`);
        await session.query(`create function pg_temp.now() returns timestamptz language sql as $$ select 'infinity'::timestamptz $$`);
        await session.query(
          `set search_path = pg_temp, pg_catalog; set timezone = 'Pacific/Kiritimati'; set datestyle = 'German'; set row_security = off`,
        );
        const before = await partitions('fresh');
        await session.query(`select tenant.age_partitions('fresh')`);
        expect(await partitions('fresh')).toEqual(before);
      } finally {
        await session.end();
      }
    });

    it('lets nobody reach a partition by its own name, not even whom a mistake would grant it', async () => {
      await add('fresh', [idOf(0)]);
      for (const name of [...(await partitions('fresh')), ...(await partitions('filled'))]) {
        for (const kind of ['tenant', 'system'] as const) {
          const session = await client('tenant', kind);
          try {
            await session.query(`select set_config('app.tenant_id', $1, false)`, [A]);
            await expect(session.query(`select 1 from ${name}`)).rejects.toMatchObject({ code: '42501' });
            await infra.rows(`grant select, insert on ${name} to ${roleName('tenant', kind)}`);
            expect((await session.query(`select 1 from ${name}`)).rows).toEqual([]);
            await expect(session.query(`insert into ${name} select * from tenant.fresh limit 1`)).rejects.toThrow();
            await infra.rows(`revoke all on ${name} from ${roleName('tenant', kind)}`);
          } finally {
            await session.end();
          }
        }
      }
    });
  });

  it('refuses a table whose foreign keys or triggers would stay behind', async () => {
    await infra.rows(
      `create table tenant.parents (id uuid primary key); create table tenant.children (id uuid primary key, of uuid references tenant.parents)`,
    );
    for (const name of ['parents', 'children']) {
      await expect(infra.rows(timePartitions('tenant', name, { ...OPTIONS, waits: [] }))).rejects.toThrow('foreign keys');
    }
  });
});
