import { inspect } from 'node:util';
import { UsageError } from './rig/options.js';

/** `npm run bench <name> -- --option=value` */
const BENCHMARKS: Record<string, () => Promise<{ run: (args: readonly string[]) => Promise<void> }>> = {
  ingest: () => import('./ingest.js'),
  fsync: () => import('./fsync.js'),
  pipeline: () => import('./pipeline.js'),
  memory: () => import('./memory.js'),
  rls: () => import('./rls.js'),
  page: () => import('./page.js'),
  live: () => import('./live.js'),
  documents: () => import('./documents.js'),
  age: () => import('./age.js'),
  fairness: () => import('./fairness.js'),
  retrieval: () => import('./retrieval.js'),
  answers: () => import('./answers.js'),
  'first-token': () => import('./first-token.js'),
  outbound: () => import('./outbound.js'),
  billing: () => import('./billing.js'),
  shops: () => import('./shops.js'),
};

const [name = '', ...args] = process.argv.slice(2);
try {
  const load = BENCHMARKS[name];
  if (!load)
    throw new UsageError(`usage: npm run bench <${Object.keys(BENCHMARKS).join(' | ')}>   (bench/README.md says what each measures)`);
  if (process.platform !== 'linux') throw new UsageError('The benchmarks read /proc: they need Linux.');
  await (await load()).run(args);
} catch (error) {
  process.stderr.write(`${error instanceof UsageError ? error.message : inspect(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
// A child that is stuck must not hold the benchmark: all are children of this process and listen for its end.
process.exit();
