import type pg from 'pg';

/** Puts rows into the tables of an installation as they are now: columns and tables that it does not have, or no longer has, are left out. */
export class Tables {
  private constructor(
    private readonly client: pg.ClientBase,
    private readonly columns: ReadonlyMap<string, ReadonlySet<string>>,
  ) {}

  static async of(client: pg.ClientBase): Promise<Tables> {
    const { rows } = await client.query<{ name: string; columns: string[] }>(
      `select n.nspname || '.' || c.relname as name, array_agg(a.attname::text) as columns
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       where c.relkind in ('r', 'p') group by 1`,
    );
    return new Tables(client, new Map(rows.map(({ name, columns }) => [name, new Set(columns)])));
  }

  has(table: string, column?: string): boolean {
    const columns = this.columns.get(table);
    return columns !== undefined && (column === undefined || columns.has(column));
  }

  /** @param from what stands behind `from`, in the order in which rows are to lie @param values SQL by column */
  async fill(table: string, from: string, values: Readonly<Record<string, string>>, onConflict = ''): Promise<void> {
    if (!this.has(table)) return;
    const used = Object.entries(values).filter(([column]) => this.has(table, column));
    await this.client.query(
      `insert into ${table} (${used.map(([column]) => `"${column}"`).join(', ')}) select ${used.map(([, sql]) => sql).join(', ')} from ${from} ${onConflict}`,
    );
  }

  /** The rows of a tenant once more, for others. @param values SQL by column of what differs; what stands behind `from` may have it */
  async copy(table: string, from: string, values: Readonly<Record<string, string>>): Promise<void> {
    const columns = Object.fromEntries([...(this.columns.get(table) ?? [])].map((column) => [column, `t."${column}"`]));
    await this.fill(table, `${table} t, ${from}`, { ...columns, ...values });
  }

  /**
   * Does work on tables while they have no indexes, and makes those again: of millions of rows it takes a fraction of the time. What
   * foreign keys refer to stays.
   */
  async withoutIndexes(tables: readonly string[], work: () => Promise<void>): Promise<void> {
    const { rows } = await this.client.query<{ drop: string; make: string }>(
      `select case when k.oid is null then format('drop index %s', i.indexrelid::regclass) else format('alter table %s drop constraint %I', i.indrelid::regclass, conname) end as drop,
         case when k.oid is null then replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')
           else format('alter table %s add constraint %I %s', i.indrelid::regclass, conname, pg_get_constraintdef(k.oid)) end as make
       from pg_index i left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u')
       where i.indrelid = any(array(select to_regclass(name) from unnest($1::text[]) as name))
         and i.indexrelid <> all(array(select conindid from pg_constraint where contype = 'f'))`,
      [tables],
    );
    for (const { drop } of rows) await this.client.query(drop);
    await work();
    await this.client.query(`set maintenance_work_mem = '512MB'`);
    for (const { make } of rows) await this.client.query(make);
  }

  /** Every table of a schema that has rows of tenants. */
  ofTenants(schema: string): string[] {
    return [...this.columns.keys()].filter((name) => name.startsWith(`${schema}.`) && this.has(name, 'tenant_id'));
  }
}
