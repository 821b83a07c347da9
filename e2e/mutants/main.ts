import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { conversation } from './conversation.ts';
import { counting } from './counting.ts';
import { database } from './database.ts';
import { doors } from './doors.ts';
import type { Fault } from './fault.ts';
import { messaging } from './messaging.ts';
import { promotions } from './promotions.ts';
import { secondFactor } from './second-factor.ts';
import { sender } from './sender.ts';

/**
 * Plants single faults in a copy of the sources and runs the specs that are to notice each. Ends with 1 where one is not noticed, or is not
 * planted because its line is gone.
 *
 * npm run mutants [-- --only=<part of a file's name or of what no longer holds>]
 */
const FAULTS: readonly Fault[] = [
  ...messaging,
  ...database,
  ...conversation,
  ...sender,
  ...counting,
  ...doors,
  ...secondFactor,
  ...promotions,
];
/** A spec that a fault lets hang notices it as well. */
const LONGEST_MS = 300_000;

type Verdict = 'noticed' | 'NOT NOTICED' | 'not planted';

function copyOfSources(): string {
  const copy = mkdtempSync(join(tmpdir(), 'chasqui-mutants-'));
  // Postgres runs as another user when the specs run as root.
  chmodSync(copy, 0o755);
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' }).trim().split('\n');
  for (const file of files) cpSync(file, join(copy, file));
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function passes(spec: string, copy: string): boolean {
  const args = ['--selectProjects', 'unit', 'medium', '--maxWorkers=1', '--bail', '--runTestsByPath', spec];
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules' };
  return spawnSync('npx', ['jest', ...args], { cwd: copy, env, timeout: LONGEST_MS, killSignal: 'SIGINT' }).status === 0;
}

function verdictOf(fault: Fault, copy: string): Verdict {
  const path = join(copy, fault.file);
  const source = readFileSync(path, 'utf8');
  if (source.split(fault.from).length !== 2) return 'not planted';
  writeFileSync(
    path,
    source.replace(fault.from, () => fault.to),
  );
  try {
    return fault.specs.every((spec) => passes(spec, copy)) ? 'NOT NOTICED' : 'noticed';
  } finally {
    writeFileSync(path, source);
  }
}

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
const chosen = FAULTS.filter(({ file, what }) => !only || file.includes(only) || what.includes(only));
const copy = copyOfSources();
const sound = new Set<string>();
const counts: Record<Verdict, number> = { noticed: 0, 'NOT NOTICED': 0, 'not planted': 0 };
try {
  for (const [position, fault] of chosen.entries()) {
    // A spec that fails anyway would notice everything.
    for (const spec of fault.specs) {
      if (!sound.has(spec) && !passes(spec, copy)) throw new Error(`${spec} fails without a fault`);
      sound.add(spec);
    }
    const verdict = verdictOf(fault, copy);
    counts[verdict]++;
    console.log(`${position + 1}/${chosen.length}  ${verdict.padEnd(11)}  ${fault.file}: ${fault.what}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`${counts.noticed} of ${chosen.length} faults were noticed, ${counts['not planted']} could not be planted.`);
process.exitCode = counts.noticed === chosen.length && chosen.length > 0 ? 0 : 1;
