import { publishedView, TenantDatabase, tenantTable, type SchemaMigrations } from '#database';
import { startInfrastructure, type Infrastructure } from '#testing';

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

  describe('together', () => {
    const add = (id: number, text: string, fail = false): Promise<number> =>
      notes.together(A, async (tx) => {
        await tx.execute('insert into tenant.notes (tenant_id, id, text) values ($1, $2, $3)', [A, id, text]);
        if (fail) throw new Error(`no ${id}`);
        return id;
      });
    const transactionsOf = async (text: string): Promise<number> =>
      (await infra.rows('select distinct xmin::text from tenant.notes where text = $1', [text])).length;

    it('lets works that wait share a transaction, and gives each its own result', async () => {
      const ids = Array.from({ length: 40 }, (_, index) => 1_000 + index);
      expect(await Promise.all(ids.map((id) => add(id, 'shared')))).toEqual(ids);
      expect((await all(notes, A)).filter((note) => note.text === 'shared')).toHaveLength(40);
      expect(await transactionsOf('shared')).toBeLessThan(10);
    });

    it('keeps a work that fails from spoiling the others', async () => {
      const results = await Promise.allSettled([
        add(2_000, 'mixed'),
        add(2_001, 'mixed'),
        add(2_002, 'mixed', true),
        // Breaks the transaction itself, and not only the work.
        add(2_000, 'mixed'),
        add(2_003, 'mixed'),
      ]);
      expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'fulfilled']);
      expect((await all(notes, A)).filter((note) => note.text === 'mixed').map((note) => note.id)).toEqual([2_000, 2_001, 2_003]);
    });

    describe('of several tenants', () => {
      const tenants = Array.from({ length: 30 }, (_, index) => `0198c0de-0000-7000-8000-0000000001${String(index).padStart(2, '0')}`);
      const addFor = (tenantId: string, id: number, text: string): Promise<number[]> =>
        notes.together(tenantId, async (tx) => {
          const before = await tx.query<{ id: number }>('select id from tenant.notes where text = $1', [text]);
          await tx.execute('insert into tenant.notes (tenant_id, id, text) values ($1, $2, $3)', [tenantId, id, text]);
          const after = await tx.query<{ id: number }>('select id from tenant.notes where text = $1', [text]);
          return [...before, ...after].map((row) => row.id);
        });
      const tenantsWith = async (text: string): Promise<string[]> =>
        (await infra.rows<{ tenant_id: string }>('select tenant_id from tenant.notes where text = $1 order by 1', [text])).map(
          (row) => row.tenant_id,
        );

      it('shares one transaction, and shows each statement the rows of its own tenant only', async () => {
        // Every statement of every work meets those of the others on the one connection.
        const seen = await Promise.all(tenants.map((tenantId, index) => addFor(tenantId, index, 'crowd')));
        expect(seen).toEqual(tenants.map((_, index) => [index]));
        expect(await tenantsWith('crowd')).toEqual(tenants);
        expect(await transactionsOf('crowd')).toBe(1);
      });

      it('has what belongs to the end of the transaction written as the tenant whose it is', async () => {
        await Promise.all(
          tenants.slice(0, 5).map((tenantId) =>
            notes.together(tenantId, async (tx) => {
              tx.beforeCommit(() => ({
                text: `insert into tenant.notes (tenant_id, id, text) values (current_setting('app.tenant_id')::uuid, 500, 'last')`,
                values: [],
              }));
            }),
          ),
        );
        expect(await tenantsWith('last')).toEqual(tenants.slice(0, 5));
      });

      it('refuses a row of another tenant of the same transaction, and keeps the others', async () => {
        const [one, other, third] = tenants as [string, string, string];
        const foreign = notes.together(one, (tx) =>
          tx.execute(`insert into tenant.notes (tenant_id, id, text) values ($1, 600, 'foreign')`, [other]),
        );
        const results = await Promise.allSettled([foreign, addFor(other, 601, 'foreign'), addFor(third, 602, 'foreign')]);
        expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
        expect(await tenantsWith('foreign')).toEqual([other, third]);
      });

      it('lets a work that asks for it be alone, and the others stay together', async () => {
        const runs: number[] = [];
        const works = tenants.slice(0, 6).map((tenantId, index) =>
          notes.together(tenantId, async (tx) => {
            runs.push(index);
            if (index === 2) tx.alone();
            await tx.execute(`insert into tenant.notes (tenant_id, id, text) values ($1, 700, 'apart')`, [tenantId]);
          }),
        );
        await Promise.all(works);
        expect(await tenantsWith('apart')).toEqual(tenants.slice(0, 6));
        expect(await transactionsOf('apart')).toBe(2);
        expect(runs.toSorted()).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
      });

      it('takes works of a tenant with few before the rest of a tenant with many', async () => {
        const [many, few] = tenants as [string, string];
        const order: string[] = [];
        const work = (tenantId: string) => notes.together(tenantId, async () => void order.push(tenantId));
        await Promise.all([...Array.from({ length: 100 }, () => work(many)), work(few)]);
        expect(order.indexOf(few)).toBeLessThan(32);
      });
    });
  });
});
