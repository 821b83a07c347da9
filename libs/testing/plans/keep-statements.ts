import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { watchStatements } from '#database';
import { fileOf, FOLDER, keyOf, literal, ROOT } from './statements.js';

/** Keeps what a spec file runs for the plan spec (see statements.plans-spec.ts). */
const spec = expect.getState().testPath!;
const file = fileOf(spec);
mkdirSync(FOLDER, { recursive: true });
writeFileSync(file, `${JSON.stringify({ spec: relative(ROOT, spec) })}\n`);

/** A statement that runs for ever need not be looked at for ever. */
const MAX_LOOKS = 20;
const seen = new Map<string, { looks: number; length: number }>();

watchStatements(({ role, text, values }) => {
  const key = keyOf({ role, text });
  const before = seen.get(key) ?? { looks: 0, length: -1 };
  seen.set(key, before);
  if (before.looks++ >= MAX_LOOKS) return;
  const line = JSON.stringify({ role, text, values: values.map(literal) });
  if (line.length <= before.length) return;
  before.length = line.length;
  appendFileSync(file, `${line}\n`);
});
