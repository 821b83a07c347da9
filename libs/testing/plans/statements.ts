import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
export const FOLDER = join(ROOT, '.cache', 'statements');

/** A statement that a medium test ran, with values that it ran with. */
export interface Statement {
  role: string;
  text: string;
  /** As Postgres reads them. */
  values: (string | null)[];
}

/** Every spec file keeps its own, and anew each time it runs. */
export const fileOf = (spec: string): string =>
  join(FOLDER, `${createHash('sha1').update(relative(ROOT, spec)).digest('hex').slice(0, 16)}.jsonl`);

export const keyOf = ({ role, text }: Pick<Statement, 'role' | 'text'>): string => `${role} ${text}`;

/** Its specs make tables that no service has. */
const WITH_TABLES_OF_ITS_OWN = 'libs/database/';

/** Every statement of every spec that is still there. Of values that were seen for one the longest: an empty list asks for nothing. */
export function keptStatements(): Statement[] {
  if (!existsSync(FOLDER)) return [];
  const kept = new Map<string, { statement: Statement; length: number }>();
  for (const file of readdirSync(FOLDER)) {
    const [head, ...lines] = readFileSync(join(FOLDER, file), 'utf8').split('\n').filter(Boolean);
    const { spec } = JSON.parse(head!) as { spec: string };
    if (!existsSync(join(ROOT, spec)) || spec.startsWith(WITH_TABLES_OF_ITS_OWN)) continue;
    for (const line of lines) {
      const statement = JSON.parse(line) as Statement;
      const before = kept.get(keyOf(statement));
      if (!before || before.length < line.length) kept.set(keyOf(statement), { statement, length: line.length });
    }
  }
  return [...kept.values()].map(({ statement }) => statement).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** A value as Postgres reads it. */
export function literal(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Buffer.isBuffer(value) || value instanceof Uint8Array) return `\\x${Buffer.from(value).subarray(0, MAX_BYTES).toString('hex')}`;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map(element).join(',')}}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const MAX_BYTES = 64 * 1024;

function element(value: unknown): string {
  if (Array.isArray(value)) return literal(value)!;
  const text = literal(value);
  return text === null ? 'NULL' : `"${text.replaceAll(/[\\"]/g, '\\$&')}"`;
}
