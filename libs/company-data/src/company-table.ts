import { columnsOf, tableMap, type EntityClass } from '#database';
import { messagingEntities } from '#messaging';

/** What becomes of a table when its company is exported, and when it is deleted. */
interface Says<Row> {
  /** The file of the archive; or why there is none. */
  export?: string;
  hidden?: string;
  /** Never in the archive: secrets, and what only this installation can read. */
  except?: readonly (keyof Row & string)[];
  /** SQL of what the archive has in place of a column of the row `t`. */
  masked?: Partial<Record<keyof Row & string, string>>;
  /** Rows read at a time for the archive; few where a row may be large. */
  pageRows?: number;
  /** Why its rows outlive the company. Left out: they go with it. */
  kept?: string;
  /** Who may delete: the tenant's role, unless rows are the system's. */
  role?: 'tenant' | 'system';
  /** By what rows are told apart inside a tenant, where the primary key does not begin with the tenant. */
  keys?: readonly (keyof Row & string)[];
  /** A column by which rows name others of the same table: before any of them goes, each names itself. */
  namesOthers?: keyof Row & string;
  /** Its rows are deleted by the service's own code, which knows more than the table. */
  special?: string;
}

export interface CompanyTable {
  /** `conversation.labels` */
  table: string;
  export: string | undefined;
  hidden: string | undefined;
  kept: string | undefined;
  special: string | undefined;
  role: 'tenant' | 'system';
  pageRows: number;
  statements: {
    /** `$1` the tenant, `$2` how many. `part`: rows name others no more. */
    part: string | undefined;
    delete: string;
    first: string;
    /** `$3` and on: the key to go on behind. */
    next: string;
  };
  /** Properties of the key, without the tenant. */
  keys: readonly string[];
  /** Properties in the archive. */
  columns: readonly string[];
}

const PAGE_ROWS = 500;

/** A table of a service that holds rows of companies. Each has to say what becomes of it: a spec compares the lists with the database. */
export function companyTable<Row extends object>(Entity: EntityClass<Row>, says: Says<Row>): CompanyTable {
  const { table, columns } = tableMap(Entity);
  if ((says.export === undefined) === (says.hidden === undefined)) throw new TypeError(`${table}: exported, or hidden with a reason`);
  const named = (property: string): string => {
    const column = columns.find((each) => each.property === property);
    if (!column) throw new TypeError(`${table} has no ${property}`);
    return column.name;
  };
  const keys = says.keys ?? columns.filter(({ isKey, property }) => isKey && property !== 'tenantId').map(({ property }) => property);
  const names = keys.map(named);
  const shown = columns
    .map(({ property }) => property)
    .filter((property) => !(says.except as readonly string[] | undefined)?.includes(property));
  const masked: Partial<Record<string, string>> = says.masked ?? {};
  const plain = shown.filter((property) => masked[property] === undefined) as (keyof Row & string)[];
  const listed = [columnsOf(Entity, 't', plain), ...Object.entries(masked).map(([property, sql]) => `${sql} as "${property}"`)].join(', ');
  const order = names.length > 0 ? ` order by ${names.map((name) => `t.${name}`).join(', ')} limit $2` : ' limit $2';
  const behind =
    names.length > 0 ? ` and (${names.map((name) => `t.${name}`).join(', ')}) > (${names.map((_, at) => `$${at + 3}`).join(', ')})` : '';
  const of = `from ${table} t where t.tenant_id = $1`;
  const page = (where: string): string =>
    `with old as materialized (select ${names.map((name) => `t.${name}`).join(', ')} ${of}${where}${order})`;
  const same = names.map((name) => ` and d.${name} = old.${name}`).join('');
  const other = says.namesOthers === undefined ? undefined : named(says.namesOthers);
  return {
    table,
    export: says.export,
    hidden: says.hidden,
    kept: says.kept,
    special: says.special,
    role: says.role ?? 'tenant',
    pageRows: says.pageRows ?? PAGE_ROWS,
    keys,
    columns: shown,
    statements: {
      part:
        other &&
        `with old as materialized (select ${names.map((name) => `t.${name}`).join(', ')} ${of} and t.${other} is not null and t.${other} <> t.${names[0]} limit $2)
         update ${table} d set ${other} = d.${names[0]} from old where d.tenant_id = $1${same}`,
      delete:
        names.length > 0
          ? `${page('')} delete from ${table} d using old where d.tenant_id = $1${same}`
          : `delete from ${table} where tenant_id = $1`,
      first: `select ${listed} ${of}${order}`,
      next: `select ${listed} ${of}${behind}${order}`,
    },
  };
}

/** The tables of `messagingTables`: what was told, and what was done because of it. Last in a list. */
export const messagingCompanyTables = (schema: string): CompanyTable[] =>
  messagingEntities(schema).map((Entity) => companyTable(Entity, { hidden: 'what services told one another' }));
