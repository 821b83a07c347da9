import { jest } from '@jest/globals';
import { connect, createServer, type AddressInfo } from 'node:net';
import pg from 'pg';
import {
  isDatabaseUnavailable,
  isOutcomeUnknown,
  migrate,
  publishedView,
  roleName,
  roleUrl,
  TenantDatabase,
  tenantTable,
  type Transaction,
  type SchemaMigrations,
} from '#database';
import { eventually, startInfrastructure, type Infrastructure } from '#testing';

const A = '0198c0de-0000-7000-8000-00000000000a';
const B = '0198c0de-0000-7000-8000-00000000000b';

const owner: SchemaMigrations = {
  schema: 'tenant',
  migrations: [
    {
      name: '0001-notes',
      sql: `create table tenant.notes (tenant_id uuid not null, id int not null, text text not null, secret text, primary key (tenant_id, id));
        ${tenantTable('tenant', 'notes', { tenant: ['select', 'insert', 'update'], system: ['select'] })}
        ${publishedView('tenant', 'notes_v1', { table: 'notes', columns: ['tenant_id', 'id', 'text'], readers: ['billing'], systemReaders: ['gateway'] })}`,
    },
  ],
};
const empty = (schema: string): SchemaMigrations => ({ schema, migrations: [] });

describe('TenantDatabase', () => {
  let infra: Infrastructure;
  let notes: TenantDatabase;
  let reader: TenantDatabase;
  let router: TenantDatabase;

  const open = (schema: string, poolSize = 4): TenantDatabase =>
    new TenantDatabase({ databaseUrl: infra.ownerUrl, password: infra.passwordOf(schema), schema, poolSize });
  const all = (database: TenantDatabase, tenantId: string): Promise<{ id: number; text: string }[]> =>
    database.forTenant(tenantId, (tx) => tx.query('select id, text from tenant.notes order by id'));
  const write = (tenantId: string, id: number, text = 'note'): Promise<unknown> =>
    notes.forTenant(tenantId, (tx) =>
      tx.execute('insert into tenant.notes (tenant_id, id, text) values ($1, $2, $3)', [tenantId, id, text]),
    );

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [owner, empty('billing'), empty('gateway')] });
    [notes, reader, router] = [open('tenant'), open('billing'), open('gateway')];
    await write(A, 1, 'of A');
    await write(B, 1, 'of B');
  }, 60_000);
  afterAll(async () => {
    await Promise.all([notes, reader, router].map((database) => database?.close()));
    await infra?.stop();
  }, 30_000);

  it('shows a tenant its own rows only', async () => {
    expect(await all(notes, A)).toEqual([{ id: 1, text: 'of A' }]);
    expect(await all(notes, B)).toEqual([{ id: 1, text: 'of B' }]);
  });

  it('refuses a row of another tenant', async () => {
    await expect(
      notes.forTenant(A, (tx) => tx.execute(`insert into tenant.notes (tenant_id, id, text) values ($1, 2, 'x')`, [B])),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('connects under its own name, to plans that hold for every tenant', async () => {
    const settings = (database: TenantDatabase): Promise<unknown> =>
      database.forSystem((tx) =>
        tx.query(`select current_setting('application_name') as name, current_setting('plan_cache_mode') as plans`),
      );
    expect(await settings(notes)).toEqual([{ name: 'tenant:system', plans: 'force_generic_plan' }]);
  });

  it('shows nothing when no tenant is set, also on a connection that a tenant used before', async () => {
    const client = new pg.Client({ connectionString: infra.roleUrl('tenant', 'tenant') });
    await client.connect();
    try {
      expect((await client.query('select * from tenant.notes')).rows).toEqual([]);
      await client.query(`begin; select set_config('app.tenant_id', '${A}', true)`);
      expect((await client.query('select * from tenant.notes')).rows).toHaveLength(1);
      await client.query('commit');
      expect((await client.query('select * from tenant.notes')).rows).toEqual([]);
    } finally {
      await client.end();
    }
  });

  it('lets the planner see no second reason for few rows in the policy, and a tenant that may own many', async () => {
    expect(
      await infra.rows(
        `select pg_get_expr(polqual, polrelid) as policy, attoptions as options from pg_policy p
         join pg_attribute a on a.attrelid = polrelid and attname = 'tenant_id' where polrelid = 'tenant.notes'::regclass and polname = 'tenant_isolation'`,
      ),
    ).toEqual([{ policy: expect.stringMatching(/^uuid_eq\(tenant_id, /), options: ['n_distinct=10'] }]);
  });

  it('keeps no plan for longer than ten seconds: a table may have grown', async () => {
    const database = open('tenant', 1);
    const clock = jest.spyOn(performance, 'now');
    const tenant = '0198c0de-0000-7000-8000-0000000000ce';
    // Whether the whole table was read to find one row.
    const scans = async (tx: Transaction): Promise<number> =>
      (await tx.query<{ scans: number }>(`select pg_stat_get_xact_numscans('tenant.notes'::regclass) as scans`))[0]!.scans;
    const readsAll = (): Promise<boolean> =>
      database.forTenant(tenant, async (tx) => {
        const before = await scans(tx);
        await tx.query('select text from tenant.notes where tenant_id = $1 and id = $2', [tenant, 1]);
        return (await scans(tx)) > before;
      });
    try {
      await infra.owner.query('vacuum analyze tenant.notes');
      const now = performance.now();
      clock.mockReturnValue(now);
      expect(await readsAll()).toBe(true);
      await infra.owner.query(`insert into tenant.notes (tenant_id, id, text) select $1, n, 'x' from generate_series(1, 20000) n`, [
        tenant,
      ]);
      clock.mockReturnValue(now + 9_000);
      expect(await readsAll()).toBe(true);
      clock.mockReturnValue(now + 11_000);
      expect(await readsAll()).toBe(false);
    } finally {
      clock.mockRestore();
      await infra.owner.query('delete from tenant.notes where tenant_id = $1', [tenant]);
      await database.close();
    }
  });

  it('refuses a tenant id that is not a UUID before it reaches any SQL', async () => {
    await expect(notes.forTenant(`${A}'; drop table tenant.notes; --`, async () => undefined)).rejects.toThrow('not a UUID');
  });

  it('rolls back when the work throws, and calls nothing that waits for the commit', async () => {
    let told = false;
    await expect(
      notes.forTenant(A, async (tx) => {
        tx.afterCommit(() => (told = true));
        await tx.execute(`insert into tenant.notes (tenant_id, id, text) values ($1, 99, 'x')`, [A]);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(told).toBe(false);
    expect((await all(notes, A)).some((note) => note.id === 99)).toBe(false);
  });

  it('leaves nothing of a work that threw to the next one on its connection', async () => {
    const database = open('tenant', 1);
    let runs = 0;
    const failing = database.forTenant(A, async (tx) => {
      runs++;
      await tx.execute(`insert into tenant.notes (tenant_id, id, text) values ($1, 98, 'half')`, [A]);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await all(database, A)).toEqual(await all(notes, A));
    expect((await all(notes, A)).some(({ id }) => id === 98)).toBe(false);
    // Only what Postgres itself ended in favour of another is tried again.
    expect(runs).toBe(1);
    await database.close();
  });

  it.each(['forTenant', 'together'] as const)('%s has failed when a statement did, also where the work took no notice', async (way) => {
    let told = false;
    const work = notes[way](A, async (tx) => {
      tx.afterCommit(() => (told = true));
      await tx.execute(`insert into tenant.notes (tenant_id, id, text) values ($1, 97, 'unnoticed')`, [A]);
      await tx.query('select 1 / 0').catch(() => undefined);
    });
    await expect(work).rejects.toThrow('rolled back');
    expect(told).toBe(false);
    expect((await all(notes, A)).some(({ id }) => id === 97)).toBe(false);
  });

  it('has committed, whatever those who are told of it do: none is run again, none keeps another from hearing it', async () => {
    try {
      const told: number[] = [];
      let runs = 0;
      const work = (id: number) =>
        notes.together(A, async (tx) => {
          runs++;
          tx.afterCommit(() => {
            told.push(id);
            throw new Error('the signal could not be sent');
          });
          await tx.execute(`insert into tenant.notes (tenant_id, id, text) values ($1, $2, 'told')`, [A, id]);
          return id;
        });
      expect(await Promise.all([201, 202, 203, 204].map(work))).toEqual([201, 202, 203, 204]);
      expect([runs, told.sort()]).toEqual([4, [201, 202, 203, 204]]);
    } finally {
      await infra.rows('delete from tenant.notes where id > 200');
    }
  });

  it('runs the work again after a deadlock', async () => {
    await write(A, 10);
    await write(A, 11);
    let first = 0;
    const meet = Promise.withResolvers<void>();
    const update = (ids: [number, number]): Promise<void> =>
      notes.forTenant(A, async (tx) => {
        await tx.execute(`update tenant.notes set text = text || '+' where tenant_id = $1 and id = $2`, [A, ids[0]]);
        if (++first === 2) meet.resolve();
        await meet.promise;
        await tx.execute(`update tenant.notes set text = text || '+' where tenant_id = $1 and id = $2`, [A, ids[1]]);
      });
    await Promise.all([update([10, 11]), update([11, 10])]);
    const rows = (await all(notes, A)).filter((note) => note.id >= 10);
    expect(rows.map((note) => note.text)).toEqual(['note++', 'note++']);
  });

  it('publishes a view to the services named, with row-level security and no column beyond it', async () => {
    const read = (database: TenantDatabase, sql: string): Promise<unknown[]> => database.forTenant(A, (tx) => tx.query(sql));
    expect(await read(reader, `select id, text from tenant.notes_v1 where text = 'of A'`)).toEqual([{ id: 1, text: 'of A' }]);
    expect(await read(reader, `select id from tenant.notes_v1 where text = 'of B'`)).toEqual([]);
    await expect(read(reader, 'select secret from tenant.notes')).rejects.toMatchObject({ code: '42501' });
    await expect(read(router, 'select id from tenant.notes_v1')).rejects.toMatchObject({ code: '42501' });
    const routed = await router.forSystem((tx) =>
      tx.query<{ tenant_id: string }>(`select distinct tenant_id from tenant.notes_v1 order by 1`),
    );
    expect(routed.map((row) => row.tenant_id)).toEqual(expect.arrayContaining([A, B]));
  });

  it('says of a commit whose answer was lost that nobody knows its outcome, and only of that', async () => {
    const { port } = new URL(infra.ownerUrl);
    let cutAt = '';
    // Carries everything, until it has carried what the test waits for: then the client hears nothing more.
    const proxy = createServer((client) => {
      const server = connect(Number(port), '127.0.0.1');
      client.on('data', (bytes) => {
        server.write(bytes);
        if (cutAt && bytes.includes(cutAt)) client.destroy();
      });
      server.on('data', (bytes) => client.write(bytes));
      for (const socket of [client, server]) socket.on('error', () => undefined);
      client.on('close', () => setTimeout(() => server.destroy(), 500));
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const url = new URL(infra.ownerUrl);
    url.port = String((proxy.address() as AddressInfo).port);
    const database = new TenantDatabase({
      databaseUrl: url.toString(),
      password: infra.passwordOf('tenant'),
      schema: 'tenant',
      poolSize: 1,
    });
    const add = (id: number): Promise<unknown> =>
      database
        .forTenant(A, (tx) => tx.execute('insert into tenant.notes (tenant_id, id, text) values ($1, $2, $3)', [A, id, 'cut']))
        .catch((error: unknown) => error);
    try {
      await add(3_000);
      cutAt = 'commit';
      expect(isOutcomeUnknown(await add(3_001))).toBe(true);
      cutAt = 'begin';
      const failure = await add(3_002);
      expect([isDatabaseUnavailable(failure), isOutcomeUnknown(failure)]).toEqual([true, false]);
      await eventually(async () => {
        const ids = (await all(notes, A)).filter((note) => note.text === 'cut').map((note) => note.id);
        expect(ids).toEqual([3_000, 3_001]);
      });
    } finally {
      await database.close();
      proxy.close();
    }
  });

  it('survives the loss of Postgres, also where it was opened meanwhile: an outage is told as one, and the next transaction works', async () => {
    await infra.killPostgres();
    const opened = open('tenant');
    const ended = open('tenant');
    try {
      for (const database of [notes, opened, ended]) {
        // A backend outlives its postmaster until it looks for it, and may answer once more.
        await eventually(async () => {
          const failures = await Promise.all([all(database, A), database.ping()].map((work) => work.catch((error: unknown) => error)));
          expect(failures.map(isDatabaseUnavailable)).toEqual([true, true]);
        });
      }
      await ended.close();
      await infra.startPostgres();
      for (const database of [notes, opened]) await eventually(async () => expect(await all(database, A)).not.toEqual([]));
      await expect(all(ended, A)).rejects.toThrow('ended');
    } finally {
      await opened.close();
    }
  }, 30_000);

  it('sets the passwords that follow from the secret anew, each schema’s own, and takes no other', async () => {
    const login = async (password: string): Promise<string> => {
      const client = new pg.Client({ connectionString: roleUrl(infra.ownerUrl, roleName('tenant', 'system'), password) });
      const outcome = await client.connect().then(
        () => 'in',
        (error: { code?: string }) => error.code ?? 'refused',
      );
      await client.end();
      return outcome;
    };
    await infra.rows(`alter role ${roleName('tenant', 'system')} password 'as an earlier version set it'`);
    expect(await login(infra.passwordOf('tenant'))).toBe('28P01');
    await migrate({ ownerUrl: infra.ownerUrl, roleSecret: infra.roleSecret, modules: [owner] });
    expect(await login(infra.passwordOf('tenant'))).toBe('in');
    for (const other of ['as an earlier version set it', infra.roleSecret, infra.passwordOf('gateway')])
      expect(await login(other)).toBe('28P01');
  });

  it('applies a migration once and refuses one that was edited afterwards', async () => {
    const options = { ownerUrl: infra.ownerUrl, roleSecret: infra.roleSecret };
    const applied: string[] = [];
    await migrate({ ...options, modules: [owner], log: (line) => applied.push(line) });
    expect(applied).toEqual([]);
    const edited = { ...owner, migrations: [{ name: '0001-notes', sql: 'select 1' }] };
    await expect(migrate({ ...options, modules: [edited] })).rejects.toThrow('was applied and has changed since');
  });
});
