import type pg from 'pg';
import { aged, LONELY_ID, SAMPLES } from './aged-database.js';
import { GIVEN } from './exceptions.js';
import type { Statement } from './statements.js';

export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  Schema?: string;
  Operation?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: PlanNode[];
}

export interface Finding {
  /** Of tables, indexes and what foreign keys and triggers read. */
  blocks: number;
  /** Returned, and written. */
  rows: number;
  /** What in the plan is wrong whatever it has read this time. */
  wrong: string[];
  plan: PlanNode;
}

/** What a statement may read: a few look-ups, and a few for each row that comes of it. */
const BLOCKS = 100;
const BLOCKS_A_ROW = 40;
/** Rows that leave so much behind when they are taken back that a later statement would meet it: none of their pages is all visible any more. */
const MANY_ROWS = 100;
/** A table of fewer blocks may be read whole. */
const SMALL_TABLE = 50;

export const mayRead = (rows: number): number => BLOCKS + BLOCKS_A_ROW * rows;

/** @param most blocks that it may read whatever comes of it @returns what is wrong with a statement; empty where nothing is */
export function condemned(findings: readonly Finding[], most = 0): string {
  const faults = findings.flatMap(({ blocks, rows, wrong }) => [
    ...(blocks > Math.max(most, mayRead(rows)) ? [`reads ${blocks} blocks for ${rows} rows`] : []),
    ...(most === Infinity ? [] : wrong),
  ]);
  return [...new Set(faults)].join(', ');
}

export class Judge {
  #relations: number[] = [];
  #sizes = new Map<string, number>();
  /** Rows written and taken back since a table was last vacuumed. */
  #written = new Map<string, number>();

  /** @param client a superuser's, for nobody else */
  constructor(
    private readonly client: pg.Client,
    private readonly schemas: readonly string[],
  ) {}

  /**
   * Runs a statement as its service would, under the ids of entity 1 and under those of the one that nothing refers to, and takes
   * everything back. @throws what Postgres says where it runs under neither
   */
  async judge(statement: Statement, settings: readonly string[] = []): Promise<Finding[]> {
    const findings: Finding[] = [];
    let failure: unknown;
    for (const values of this.#variants(statement)) {
      if (values.isInstead && findings.length > 0) continue;
      try {
        findings.push(await this.#run(statement, values.values, settings));
      } catch (error) {
        failure ??= error;
      }
    }
    if (failure !== undefined) await this.#cleanAfter(statement.text);
    if (findings.length === 0) throw failure;
    return findings;
  }

  /** What a statement had written before it failed is told by nothing: the tables that it names are cleaned. */
  async #cleanAfter(text: string): Promise<void> {
    const named = [...text.matchAll(/\b(?:insert into|update|delete from)\s+(\w+\.\w+)/g)].map(([, name]) => name!);
    for (const name of new Set(named)) if (this.#sizes.has(name)) await this.client.query(`vacuum ${name}`);
  }

  /** Values in the words of the aged database; `isInstead` where these stand in for others that did not run. */
  *#variants({ text, values }: Statement): Generator<{ values: (string | null)[]; isInstead: boolean }> {
    const given = GIVEN.find(({ part }) => text.includes(part))?.values ?? {};
    const inWordsOf = (id: (nth: number) => string): (string | null)[] =>
      values.map(
        (value, index) =>
          given[index + 1]?.replaceAll(/@(\d)/g, (_, n) => SAMPLES[Number(n) - 1] ?? LONELY_ID) ?? (value && aged(value, id)),
      );
    const sample = inWordsOf((nth) => SAMPLES[nth % SAMPLES.length]!);
    const lonely = inWordsOf((nth) => (nth === 0 ? LONELY_ID : SAMPLES[nth % SAMPLES.length]!));
    yield { values: sample, isInstead: false };
    // The tenant comes first, where there is one.
    yield { values: lonely.map((value, index) => (index === 0 ? sample[0]! : value)), isInstead: false };
    // What puts a row in wants an id that is not there yet.
    for (let index = 0; index < values.length; index++) {
      yield { values: sample.map((value, at) => (at === index ? values[at]! : value)), isInstead: true };
    }
    for (let a = 0; a < values.length; a++) {
      for (let b = a + 1; b < values.length; b++) {
        yield { values: sample.map((value, at) => (at === a || at === b ? values[at]! : value)), isInstead: true };
      }
    }
    yield { values: values.map((value, index) => (index === 0 ? sample[0]! : value)), isInstead: true };
  }

  async #run(statement: Statement, values: readonly (string | null)[], settings: readonly string[]): Promise<Finding> {
    const { client } = this;
    if (this.#relations.length === 0) await this.#look();
    let written: string[] = [];
    await client.query('begin');
    try {
      const all = ['plan_cache_mode = force_generic_plan', `statement_timeout = '60s'`, ...settings];
      await client.query(all.map((setting) => `set local ${setting}`).join('; '));
      // A function that knows its callers asks for the session's user; under all others it is enough to act as the role.
      const as = statement.text.includes('note_use_v1') ? 'session_authorization' : 'role';
      await client.query(`select set_config('${as}', $1, true), set_config('app.tenant_id', $2, true)`, [
        statement.role,
        statement.role.endsWith('_system') ? '' : SAMPLES[0]!,
      ]);
      await client.query(`prepare judged as ${statement.text}`);
      const { rows: prepared } = await client.query(
        `select parameter_types::text[] as types from pg_prepared_statements where name = 'judged'`,
      );
      const types = prepared[0].types as string[];
      const list = types.map((type, index) => {
        const value = values[index] ?? null;
        return value === null ? 'null' : `${client.escapeLiteral(value)}::${type}`;
      });
      const execute = `execute judged${list.length > 0 ? `(${list.join(', ')})` : ''}`;
      // The first time what is read includes what planning reads.
      await client.query(`explain ${execute}`);
      const before = await this.#blocks();
      const { rows: explained } = await client.query({ text: `explain (analyze, verbose, timing off, format json) ${execute}` });
      const plan = explained[0]['QUERY PLAN'][0].Plan as PlanNode;
      const blocks = (await this.#blocks()) - before;
      const rows = rowsOf(plan);
      written = await this.#muchWritten();
      return { blocks, rows, wrong: [...this.#wrong(plan)], plan };
    } finally {
      await client.query('rollback');
      await client.query('deallocate all');
      // What was taken back must not stand in the way of those that come next.
      for (const table of written) await client.query(`vacuum ${table}`);
    }
  }

  async #look(): Promise<void> {
    const { rows } = await this.client.query(
      `select c.oid::int as oid, c.oid::regclass::text as name, pg_relation_size(c.oid) / 8192 as blocks from pg_class c
       where c.relkind in ('r', 'i', 't', 'm') and (c.relnamespace::regnamespace::text = any($1) or c.oid in (
         select reltoastrelid from pg_class where relnamespace::regnamespace::text = any($1)))`,
      [this.schemas],
    );
    this.#relations = rows.map(({ oid }) => oid as number);
    this.#sizes = new Map(rows.map(({ name, blocks }) => [name as string, Number(blocks)]));
  }

  /** Foreign keys and triggers included. @returns tables that have had many by now, from this statement and those before */
  async #muchWritten(): Promise<string[]> {
    const { rows } = await this.client.query<{ name: string; count: string }>(
      `select relid::regclass::text as name, n_tup_ins + n_tup_upd + n_tup_del as count from pg_stat_xact_user_tables
       where n_tup_ins + n_tup_upd + n_tup_del > 0`,
    );
    for (const { name, count } of rows) this.#written.set(name, (this.#written.get(name) ?? 0) + Number(count));
    const much = [...this.#written].filter(([, count]) => count > MANY_ROWS).map(([name]) => name);
    for (const name of much) this.#written.delete(name);
    return much;
  }

  async #blocks(): Promise<number> {
    const { rows } = await this.client.query(`select sum(pg_stat_get_xact_blocks_fetched(oid))::int as blocks from unnest($1::oid[]) oid`, [
      this.#relations,
    ]);
    return rows[0].blocks as number;
  }

  *#wrong(node: PlanNode): Generator<string> {
    if (node['Node Type'] === 'BitmapOr') yield 'puts two indexes together for an OR: two look-ups and a union';
    const table = `${node.Schema}.${node['Relation Name']}`;
    if (node['Actual Loops'] === 0 && node['Relation Name'] && (this.#sizes.get(table) ?? 0) > SMALL_TABLE) {
      if (/^(Seq|Parallel)/.test(node['Node Type'])) yield `would read all of ${table}`;
      if (node['Node Type'].startsWith('Index') && !node['Index Cond']) yield `would read all of ${node['Index Name']}`;
    }
    for (const child of node.Plans ?? []) yield* this.#wrong(child);
  }
}

function rowsOf(plan: PlanNode): number {
  let written = 0;
  const visit = (node: PlanNode): void => {
    if (node['Node Type'] === 'ModifyTable') {
      written += Math.max(node['Actual Rows'], ...(node.Plans ?? []).slice(-1).map((child) => child['Actual Rows'])) * node['Actual Loops'];
    }
    node.Plans?.forEach(visit);
  };
  visit(plan);
  return Math.max(written, plan['Actual Rows']);
}
