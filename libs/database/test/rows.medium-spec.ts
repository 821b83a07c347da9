import { Column, Entity, PrimaryColumn } from 'typeorm';
import { columnsOf, IsoTime, TenantDatabase, TenantRow, tenantTable, type SchemaMigrations } from '#database';
import { startInfrastructure, type Infrastructure } from '#testing';

const A = '0198c0de-0000-7000-8000-00000000000a';
const B = '0198c0de-0000-7000-8000-00000000000b';
const ID = '0198c0de-0000-7000-8000-000000000001';
const OTHER = '0198c0de-0000-7000-8000-000000000002';

const PARCELS: SchemaMigrations = {
  schema: 'tenant',
  migrations: [
    {
      name: '0001-parcels',
      sql: `create table tenant.parcels (
          tenant_id uuid not null, id uuid not null, name text not null, weight_grams bigint, stops jsonb not null default '[]',
          marks text[] not null default '{}', created_at timestamptz(3) not null default '2026-01-01T00:00:00Z', primary key (tenant_id, id));
        ${tenantTable('tenant', 'parcels', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}`,
    },
  ],
};

@Entity({ schema: 'tenant', name: 'parcels' })
class ParcelRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('bigint', { nullable: true }) weightGrams!: number | null;
  @Column('jsonb') stops!: string[];
  @Column('text', { array: true }) marks!: string[];
  @IsoTime({ precision: 3, name: 'created_at' }) at!: string;
}

@Entity({ schema: 'tenant', name: 'parcels' })
class ParcelOfMany extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @PrimaryColumn('text') name!: string;
}

describe('rows', () => {
  let infra: Infrastructure;
  let database: TenantDatabase;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [PARCELS] });
    database = new TenantDatabase({ databaseUrl: infra.ownerUrl, password: infra.passwordOf('tenant'), schema: 'tenant', poolSize: 2 });
  }, 60_000);
  afterAll(async () => {
    await database?.close();
    await infra?.stop();
  }, 30_000);
  beforeEach(async () => {
    await infra.owner.query('truncate tenant.parcels');
    await infra.owner.query(
      `insert into tenant.parcels (tenant_id, id, name, weight_grams) values ($1, $2, 'of A', 1), ($3, $2, 'of B', 2)`,
      [A, ID, B],
    );
  });

  const stored = async (tenantId: string): Promise<unknown[]> =>
    (await infra.rows(`select id, name from tenant.parcels where tenant_id = $1 order by id`, [tenantId])).map((row) => Object.values(row));

  it('finds a row of the tenant under the names of its properties, with times as ISO text', async () => {
    const row = { id: ID, name: 'of A', weightGrams: 1, stops: [], marks: [], at: '2026-01-01T00:00:00.000Z' };
    expect(await database.forTenant(A, (tx) => tx.rows(ParcelRow).find(ID))).toEqual(row);
    expect(await database.forTenant(A, (tx) => tx.rows(ParcelRow).find(OTHER))).toBeUndefined();
  });

  it('stores what it is given, lists as JSON where the column is, and says what was stored', async () => {
    const inserted = await database.forTenant(A, (tx) =>
      tx.rows(ParcelRow).insert({ id: OTHER, name: 'new', stops: ['Lima', 'Cusco'], marks: ['fragile'], weightGrams: null }),
    );
    const row = { id: OTHER, name: 'new', weightGrams: null, stops: ['Lima', 'Cusco'], marks: ['fragile'], at: '2026-01-01T00:00:00.000Z' };
    expect(inserted).toEqual(row);
    expect(await database.forTenant(A, (tx) => tx.rows(ParcelRow).find(OTHER))).toEqual(row);
    expect(await stored(B)).toEqual([[ID, 'of B']]);
  });

  it('changes what is named, of this tenant alone, and leaves the rest', async () => {
    const changed = await database.forTenant(A, (tx) => tx.rows(ParcelRow).change(ID, { name: 'renamed', weightGrams: undefined }));
    expect(changed).toMatchObject({ name: 'renamed', weightGrams: 1 });
    expect(await database.forTenant(A, (tx) => tx.rows(ParcelRow).change(ID, {}))).toEqual(changed);
    expect(await database.forTenant(A, (tx) => tx.rows(ParcelRow).change(OTHER, { name: 'nobody' }))).toBeUndefined();
    expect([await stored(A), await stored(B)]).toEqual([[[ID, 'renamed']], [[ID, 'of B']]]);
  });

  it('deletes a row of this tenant alone, and says whether there was one', async () => {
    expect(await database.forTenant(A, (tx) => tx.rows(ParcelRow).delete(ID))).toBe(true);
    expect(await database.forTenant(A, (tx) => tx.rows(ParcelRow).delete(ID))).toBe(false);
    expect([await stored(A), await stored(B)]).toEqual([[], [[ID, 'of B']]]);
  });

  it('lists and counts the rows of the tenant', async () => {
    await database.forTenant(A, (tx) => tx.rows(ParcelRow).insert({ id: OTHER, name: 'Abacus' }));
    const [list, count] = await database.forTenant(A, async (tx) => [
      await tx.rows(ParcelRow).list('lower(name), id'),
      await tx.rows(ParcelRow).count(),
    ]);
    expect(list.map(({ name }) => name)).toEqual(['Abacus', 'of A']);
    expect(count).toBe(2);
  });

  it('keeps others from a row that it has locked', async () => {
    await database.forTenant(A, async (tx) => {
      expect(await tx.rows(ParcelRow).lock(ID)).toMatchObject({ name: 'of A' });
      const other = infra.owner.query(`select from tenant.parcels where tenant_id = $1 and id = $2 for no key update nowait`, [A, ID]);
      await expect(other).rejects.toMatchObject({ code: '55P03' });
    });
  });

  it('refuses the system role, which has no tenant, and a table with another key', async () => {
    await expect(database.forSystem(async (tx) => tx.rows(ParcelRow).find(ID))).rejects.toThrow('tenant');
    await expect(database.forTenant(A, async (tx) => tx.rows(ParcelOfMany).find(ID))).rejects.toThrow('tenant.parcels');
    await expect(database.forTenant(A, async (tx) => tx.rows(TenantRow).find(ID))).rejects.toThrow('TenantRow is not an entity');
  });

  it('lists the columns of a table for statements of one’s own', () => {
    expect(columnsOf(ParcelRow, 'p')).toBe('p.id, p.name, p.weight_grams as "weightGrams", p.stops, p.marks, p.created_at as "at"');
    expect(columnsOf(ParcelRow, undefined, ['tenantId', 'at'])).toBe('tenant_id as "tenantId", created_at as "at"');
  });
});
