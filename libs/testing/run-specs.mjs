/**
 * Runs a tier of specs that start real processes: `node libs/testing/run-specs.mjs <project> [options of jest]`.
 *
 * A few spec files that fail run once more, alone, and both runs are told. So a machine that was held up does not stop a release, and a
 * fault that shows every time still does. A file that needed its second run is named at the end: mend it as any other bug.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** More than so many at once are no accident. */
const MAX_UNSTABLE = 5;
const [project, ...options] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'chasqui-specs-'));
const report = join(folder, 'report.json');

function jest(...more) {
  const args = ['--selectProjects', project, '--json', `--outputFile=${report}`, ...more];
  const { status } = spawnSync(process.execPath, ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', ...args], {
    stdio: ['inherit', 'ignore', 'inherit'],
  });
  return status ?? 1;
}

let status = jest(...options);
// Without a report no spec has run.
if (status !== 0 && existsSync(report)) {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = testResults.filter((result) => result.status === 'failed').map(({ name }) => relative(process.cwd(), name));
  if (failed.length > 0 && failed.length <= MAX_UNSTABLE) {
    console.error(`\nOnce more, alone: ${failed.join(', ')}\n`);
    status = jest('--maxWorkers=1', '--runTestsByPath', ...failed);
    if (status === 0) console.error(`\nUNSTABLE, passed only when run again: ${failed.join(', ')}`);
  }
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = status;
