import { getMetadataArgsStorage } from 'typeorm/globals.js';
import { SnakeNaming } from './naming.js';

export type EntityClass<Row extends object = object> = abstract new () => Row;

export interface MappedColumn {
  property: string;
  name: string;
  isKey: boolean;
  isJson: boolean;
}

export interface TableMap {
  /** `conversation.labels` */
  table: string;
  columns: readonly MappedColumn[];
}

const naming = new SnakeNaming();
const maps = new WeakMap<EntityClass, TableMap>();

/** What the decorators of an entity say, without a connection: statements are constants of their modules. @throws for no entity */
export function tableMap(Row: EntityClass): TableMap {
  let map = maps.get(Row);
  if (!map) maps.set(Row, (map = readMap(Row)));
  return map;
}

function readMap(Row: EntityClass): TableMap {
  const storage = getMetadataArgsStorage();
  const [entity] = storage.filterTables(Row);
  if (!entity?.name) throw new TypeError(`${Row.name} is not an entity with a table`);
  const classes: EntityClass[] = [];
  for (let each = Row; each !== Function.prototype; each = Object.getPrototypeOf(each) as EntityClass) classes.push(each);
  return {
    table: `${entity.schema}.${entity.name}`,
    columns: storage.filterColumns(classes).map(({ propertyName, options }) => ({
      property: propertyName,
      name: naming.columnName(propertyName, options.name),
      isKey: options.primary === true,
      isJson: options.type === 'jsonb',
    })),
  };
}

/** What is read of a row; its tenant is known. */
export type Read<Row> = Omit<Row, 'tenantId'>;

/**
 * The columns of an entity as a statement lists them, each under the name of its property: `c.id, c.created_at as "createdAt"`. All but
 * the tenant, unless they are given.
 */
export function columnsOf<Row extends object>(
  Entity: EntityClass<Row>,
  alias?: string,
  properties?: readonly (keyof Row & string)[],
): string {
  const { columns } = tableMap(Entity);
  const listed = properties
    ? properties.map((property) => columns.find((column) => column.property === property)!)
    : columns.filter(({ property }) => property !== 'tenantId');
  const from = alias ? `${alias}.` : '';
  return listed.map(({ property, name }) => `${from}${name}${property === name ? '' : ` as "${property}"`}`).join(', ');
}
