import { isLockNotAvailable } from './errors.js';
import type { TenantDatabase } from './tenant-database.js';

export interface TimePartitions {
  /** The column whose ranges the partitions are: a UUIDv7 or a timestamptz, part of every unique key of the table. */
  key: string;
  /** How much time a partition holds, in hours or days; steps begin with the epoch. */
  step: string;
  /** How many partitions are made before their time begins. */
  ahead: number;
  /** How long a partition stays after its end. */
  keep: string;
  /** The least time that a service may ask for instead; `keep` where it is left out. */
  leastKeep?: string;
  /** The timestamptz by which a row of the default partition is old, whose key may tell nothing. */
  arrived: string;
  /** Rows that outlive their partition, as conditions on `t`: somebody waits for them. An index of the table serves each of them. */
  waits?: readonly string[];
  /** Storage parameters of every partition. */
  storage?: string;
}

/**
 * SQL that partitions a table by time (ADR 11). The table may be new or hold rows; everything that was said about it (keys, indexes,
 * row-level security, grants, views) stays true. `<schema>.age_partitions`, which {@link agePartitions} calls, comes with it.
 */
export function timePartitions(schema: string, table: string, options: TimePartitions): string {
  const literal = (value: string): string => `'${value.replaceAll(`'`, `''`)}'`;
  return `select chasqui.partition_by_time(${literal(schema)}, ${literal(table)}, ${literal(JSON.stringify(options))});\n`;
}

/** Things done in one turn at most; the next turn goes on. */
const MAX_STEPS = 100;
const LOCK_ATTEMPTS = 5;
const LOCK_PAUSE_MS = 300;

/**
 * Makes the partitions that are to come and drops those that are old, one short transaction each; safe to run from several processes and
 * as often as one likes. Where the table is too busy to be locked for a moment, it is left for the next time.
 *
 * @param options.keepDays instead of the time that the table was given, and never below its least
 * @returns what was done
 */
export async function agePartitions(
  database: TenantDatabase,
  schema: string,
  table: string,
  options: { keepDays?: number; isStopped?: () => boolean } = {},
): Promise<string[]> {
  const done: string[] = [];
  for (let failures = 0; done.length < MAX_STEPS && !options.isStopped?.();) {
    try {
      const [row] = await database.forSystem((tx) =>
        tx.query<{ step: string | null }>(`select ${schema}.age_partitions($1, make_interval(days => $2::integer)) as step`, [
          table,
          options.keepDays ?? null,
        ]),
      );
      if (!row?.step) break;
      done.push(row.step);
    } catch (error) {
      if (!isLockNotAvailable(error)) throw error;
      if (++failures === LOCK_ATTEMPTS) break;
      await new Promise((resolve) => setTimeout(resolve, LOCK_PAUSE_MS));
    }
  }
  return done;
}
