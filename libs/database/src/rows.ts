import type { TenantRow } from './entity.js';
import { columnsOf, tableMap, type EntityClass, type Read, type TableMap } from './table-map.js';

/** What {@link Rows} needs of a transaction. */
interface Statements {
  readonly tenantId: string | undefined;
  query<Row>(text: string, values: readonly unknown[]): Promise<Row[]>;
  execute(text: string, values: readonly unknown[]): Promise<number>;
}

/** A table whose key is the tenant and one id. */
interface Texts {
  map: TableMap;
  id: string;
  columns: string;
  /** Statements by the columns that they write. */
  written: Map<string, string>;
}

const texts = new WeakMap<EntityClass, Texts>();

function textsOf(Row: EntityClass<TenantRow>): Texts {
  let found = texts.get(Row);
  if (!found) {
    const map = tableMap(Row);
    const keys = map.columns.filter(({ isKey }) => isKey);
    if (keys.length !== 2 || keys[0]!.property !== 'tenantId') throw new TypeError(`the key of ${map.table} is not a tenant and one id`);
    texts.set(Row, (found = { map, id: keys[1]!.name, columns: columnsOf(Row), written: new Map() }));
  }
  return found;
}

/**
 * Whole rows of one table, of the transaction's tenant. Each call is one statement that starts from the primary key. Whatever asks for
 * more is SQL in a repository.
 */
export class Rows<Row extends TenantRow> {
  readonly #texts: Texts;

  constructor(
    private readonly tx: Statements,
    Entity: EntityClass<Row>,
  ) {
    if (!tx.tenantId) throw new TypeError('rows are a tenant’s');
    this.#texts = textsOf(Entity);
  }

  async find(id: string): Promise<Read<Row> | undefined> {
    return (await this.#select('', id))[0];
  }

  /** Nobody else changes or deletes the row until the transaction ends. */
  async lock(id: string): Promise<Read<Row> | undefined> {
    return (await this.#select(' for no key update', id))[0];
  }

  /** @param order the order of the list as SQL: a constant of the entity */
  async list(order: string): Promise<Read<Row>[]> {
    const { map, columns } = this.#texts;
    return this.tx.query(`select ${columns} from ${map.table} where tenant_id = $1 order by ${order}`, [this.tx.tenantId]);
  }

  async count(): Promise<number> {
    const [row] = await this.tx.query<{ count: number }>(`select count(*) from ${this.#texts.map.table} where tenant_id = $1`, [
      this.tx.tenantId,
    ]);
    return row!.count;
  }

  /** What is left out gets the default of its column. @returns the row as it was stored */
  async insert(row: Partial<Read<Row>>): Promise<Read<Row>> {
    const { map, columns } = this.#texts;
    const given = this.#given(row);
    const text = this.#written('insert', given, (names) => {
      const places = names.map((_, index) => `$${index + 2}`);
      return `insert into ${map.table} (tenant_id, ${names.join(', ')}) values ($1, ${places.join(', ')}) returning ${columns}`;
    });
    const [stored] = await this.tx.query<Read<Row>>(text, [this.tx.tenantId, ...given.map(({ value }) => value)]);
    return stored!;
  }

  /** Leaves undefined properties as they are. @returns the row as it is now; undefined where there is none */
  async change(id: string, part: Partial<Read<Row>>): Promise<Read<Row> | undefined> {
    const { map, columns, id: key } = this.#texts;
    const given = this.#given(part).filter(({ name }) => name !== key);
    if (given.length === 0) return this.find(id);
    const text = this.#written('change', given, (names) => {
      const set = names.map((name, index) => `${name} = $${index + 3}`);
      return `update ${map.table} set ${set.join(', ')} where tenant_id = $1 and ${key} = $2 returning ${columns}`;
    });
    const [changed] = await this.tx.query<Read<Row>>(text, [this.tx.tenantId, id, ...given.map(({ value }) => value)]);
    return changed;
  }

  /** @returns whether there was such a row */
  async delete(id: string): Promise<boolean> {
    const { map, id: key } = this.#texts;
    return (await this.tx.execute(`delete from ${map.table} where tenant_id = $1 and ${key} = $2`, [this.tx.tenantId, id])) > 0;
  }

  #select(lock: string, id: string): Promise<Read<Row>[]> {
    const { map, columns, id: key } = this.#texts;
    return this.tx.query(`select ${columns} from ${map.table} where tenant_id = $1 and ${key} = $2${lock}`, [this.tx.tenantId, id]);
  }

  /** In the order of the entity's columns, so that the same ones make the same statement. */
  #given(row: Partial<Read<Row>>): { name: string; value: unknown }[] {
    return this.#texts.map.columns.flatMap(({ property, name, isJson }) => {
      const value = (row as Record<string, unknown>)[property];
      if (value === undefined || property === 'tenantId') return [];
      // `pg` would make a Postgres array of a list.
      return { name, value: isJson && value !== null ? JSON.stringify(value) : value };
    });
  }

  #written(kind: string, given: readonly { name: string }[], write: (names: string[]) => string): string {
    const names = given.map(({ name }) => name);
    const key = `${kind} ${names.join()}`;
    let text = this.#texts.written.get(key);
    if (!text) this.#texts.written.set(key, (text = write(names)));
    return text;
  }
}
