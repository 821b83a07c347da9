import type pg from 'pg';
import { DataSource, type EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';
import { schemaOf, SERVICES, type ServiceName } from '#contracts';
import { columnsOf, dataSourceOptions, tableMap, type EntityClass } from '#database';
import type { ServiceDefinition } from '#service-kit';
import { startInfrastructure, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';

/** Tables that no service reads or writes, and why. */
const WITHOUT_ENTITY: Record<string, string> = {
  'chasqui.migrations': '`migrate` keeps it, as the owner of the database',
  'chasqui.partitioned_tables': 'only functions of the database use it',
};

const OWNERS = SERVICES.filter((name) => MODULES.some(({ schema }) => schema === schemaOf(name)));

type Client = Pick<pg.ClientBase, 'query'>;

/** What the catalog and the entities are compared by: `labels.color` is `text not null`. */
type Columns = Map<string, string>;

describe('entities and the migrated database', () => {
  let infra: Infrastructure;
  const entities = new Map<ServiceName, readonly EntityClass[]>();
  const metadata = new Map<ServiceName, EntityMetadata[]>();

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: MODULES });
    for (const name of OWNERS) {
      const { service } = (await import(`../../../services/${name}/src/service.js`)) as { service: ServiceDefinition };
      entities.set(name, service.entities ?? []);
      metadata.set(name, await metadataOf(name, service.entities ?? []));
    }
  }, 120_000);
  afterAll(async () => infra?.stop(), 30_000);

  const metadataOf = async (name: ServiceName, classes: readonly EntityClass[]): Promise<EntityMetadata[]> => {
    const schema = schemaOf(name);
    const options = { databaseUrl: infra.ownerUrl, password: infra.passwordOf(schema), schema, entities: classes };
    const source = await new DataSource(dataSourceOptions('tenant', options)).initialize();
    await source.destroy();
    return source.entityMetadatas;
  };
  const differences = async (name: ServiceName, client: Client = infra.owner): Promise<string[]> =>
    compare(await columnsOfCatalog(client, schemaOf(name)), columnsOfEntities(metadata.get(name)!));

  it.each(OWNERS)('%s: every table has its entity, with the same columns, types, nulls and keys', async (name) => {
    expect(await differences(name)).toEqual([]);
  });

  it('leaves no table without an owner', async () => {
    const owned = MODULES.map(({ schema }) => schema);
    const others = await infra.rows<{ name: string }>(
      `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p') and not c.relispartition and n.nspname <> all($1) and n.nspname not in ('pg_catalog', 'information_schema')`,
      [owned],
    );
    expect(others.map(({ name }) => name).sort()).toEqual(Object.keys(WITHOUT_ENTITY).sort());
  });

  it.each(OWNERS)('%s: statements are written with the names that TypeORM has', (name) => {
    for (const Entity of entities.get(name)!) {
      const found = metadata.get(name)!.find(({ target }) => target === Entity)!;
      expect(tableMap(Entity)).toEqual({
        table: found.tablePath,
        columns: found.columns.map((column) => ({
          property: column.propertyName,
          name: column.databaseName,
          isKey: column.isPrimary,
          isJson: column.type === 'jsonb',
        })),
      });
    }
  });

  it.each(OWNERS)('%s: lists of columns are read by Postgres', async (name) => {
    for (const Entity of entities.get(name)!) {
      if (columnsOf(Entity)) await infra.rows(`select ${columnsOf(Entity, 't')} from ${tableMap(Entity).table} t limit 0`);
    }
  });

  describe('notices', () => {
    it.each([
      ['a column of another type', 'alter column color type varchar(7)', 'labels.color: character varying(7) not null, and text not null'],
      ['a column that may be null', 'alter column color drop not null', 'labels.color: text null, and text not null'],
      ['a column that no entity has', 'add column icon text', 'labels.icon: text null, and nothing'],
      ['another key', 'drop constraint labels_pkey cascade', 'labels.id: uuid not null, and uuid not null key'],
      ['a column that is gone', 'drop column color', 'labels.color: nothing, and text not null'],
    ])('%s', async (_, alteration, difference) => {
      await changed(`alter table conversation.labels ${alteration}`, async (client) => {
        expect(await differences('conversation', client)).toContain(difference);
      });
    });

    it('a table without an entity, and an entity without its table', async () => {
      await changed('alter table conversation.labels rename to stickers', async (client) => {
        const found = await differences('conversation', client);
        expect(found).toEqual(
          expect.arrayContaining(['stickers.name: text not null, and nothing', 'labels.name: nothing, and text not null']),
        );
      });
    });

    it('a generated column that an entity would write', async () => {
      await changed('alter table conversation.messages alter column reply_to drop expression', async (client) => {
        expect(await differences('conversation', client)).toContain('messages.reply_to: text null, and text null generated');
      });
    });
  });

  /** What is changed is seen by this client alone, and taken back. */
  async function changed(statement: string, look: (client: Client) => Promise<void>): Promise<void> {
    const client = await infra.owner.connect();
    try {
      await client.query('begin');
      await client.query(statement);
      await look(client);
    } finally {
      await client.query('rollback');
      client.release();
    }
  }
});

async function columnsOfCatalog(client: Client, schema: string): Promise<Columns> {
  const { rows } = await client.query<{ place: string; type: string; nullable: boolean; key: boolean; generated: boolean }>(
    `select c.relname || '.' || a.attname as place, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable,
       a.attgenerated <> '' or a.attidentity <> '' as generated,
       exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any(i.indkey[0:i.indnkeyatts - 1])) as key
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = $1`,
    [schema],
  );
  return new Map(rows.map((row) => [row.place, described(row)]));
}

const columnsOfEntities = (entities: readonly EntityMetadata[]): Columns =>
  new Map(
    entities.flatMap((entity) =>
      entity.columns.map((column) => [
        `${entity.tableName}.${column.databaseName}`,
        described({ type: typeOf(column), nullable: column.isNullable, key: column.isPrimary, generated: !column.isInsert }),
      ]),
    ),
  );

const described = ({ type, nullable, key, generated }: { type: string; nullable: boolean; key: boolean; generated: boolean }): string =>
  `${type} ${nullable ? 'null' : 'not null'}${key ? ' key' : ''}${generated ? ' generated' : ''}`;

function typeOf({ type, precision, isArray }: ColumnMetadata): string {
  const precisely = precision === undefined || precision === null ? '' : `(${precision})`;
  const name = type === 'timestamptz' ? `timestamp${precisely} with time zone` : String(type);
  return isArray ? `${name}[]` : name;
}

function compare(catalog: Columns, entities: Columns): string[] {
  const places = [...new Set([...catalog.keys(), ...entities.keys()])];
  return places
    .filter((place) => catalog.get(place) !== entities.get(place))
    .map((place) => `${place}: ${catalog.get(place) ?? 'nothing'}, and ${entities.get(place) ?? 'nothing'}`);
}
