#!/usr/bin/env node
/**
 * Runs before `npm start`, on whatever Node the machine has (20 or newer) and before anything is installed, hence plain JavaScript
 * without dependencies. Installs when the lock file says something else than what is installed, builds when the sources say
 * something else than what is built, and otherwise only reads and hashes (well under 300 ms).
 *
 * Flags: `--no-build` leaves out the build, `--quiet` prints nothing unless something fails.
 * Contents are compared, never times: a clone, a checkout or a restored cache gives every file a new time.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT_ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const SOURCE_FOLDERS = ['libs', 'services', 'deploy', 'bench'];
const SOURCE_FILES = ['package.json', 'package-lock.json', 'tsconfig.base.json', 'tsconfig.build.json', 'tsconfig.json'];
const NOT_SOURCE = new Set(['node_modules', 'dist', 'coverage']);
const OLDEST_NODE = 20;

const PLATFORM = `${process.platform}-${process.arch}`;

/** What `npm ci` would install here: the platform, because native packages differ by it, and the hex SHA-256 of the lock file. */
export function lockHash(root) {
  return `${PLATFORM} ${createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')}`;
}

/**
 * Hex SHA-256 over path and content of everything the build reads. Specs and Markdown are left out (they reach no build output),
 * as are hidden files.
 */
export function sourceHash(root) {
  const hash = createHash('sha256');
  const add = (path) =>
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  for (const file of SOURCE_FILES) if (existsSync(join(root, file))) add(file);
  const walk = (folder) => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (entry.name.startsWith('.') || NOT_SOURCE.has(entry.name)) continue;
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile() && !/[.-]spec\.tsx?$|\.md$/.test(entry.name)) add(path);
    }
  };
  for (const folder of SOURCE_FOLDERS) if (existsSync(join(root, folder))) walk(folder);
  return hash.digest('hex');
}

/** Whether `node_modules` holds what the lock file names, by our marker or, after an `npm ci` by hand, by npm's own record. */
export function isInstalled(root) {
  const wanted = lockHash(root);
  if (read(installMarker(root)) === wanted) return true;
  if (!npmRecordMatches(root)) return false;
  writeFileSync(installMarker(root), wanted);
  return true;
}

/** Whether `dist` was built from the sources as they are. */
export function isBuilt(root) {
  return read(buildMarker(root)) === sourceHash(root);
}

const installMarker = (root) => join(root, 'node_modules', '.chasqui-lock-hash');
const buildMarker = (root) => join(root, 'dist', '.source-hash');

function read(path) {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function npmRecordMatches(root) {
  const record = read(join(root, 'node_modules', '.package-lock.json'));
  const marker = read(installMarker(root));
  if (!record || (marker !== undefined && !marker.startsWith(`${PLATFORM} `))) return false;
  const installed = JSON.parse(record).packages ?? {};
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages ?? {};
  for (const [path, entry] of Object.entries(locked)) {
    if (!path.startsWith('node_modules/') || entry.link) continue;
    const present = installed[path];
    // npm leaves out optional packages of other platforms; those of this one (Postgres, compilers) are needed.
    if (!present && entry.optional && !isForThisPlatform(entry)) continue;
    if (!present || present.version !== entry.version || present.integrity !== entry.integrity) return false;
  }
  return true;
}

function isForThisPlatform({ os, cpu, libc }) {
  const isMusl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
  return (
    !!(os || cpu) &&
    (!os || os.includes(process.platform)) &&
    (!cpu || cpu.includes(process.arch)) &&
    (!libc || libc.includes(isMusl ? 'musl' : 'glibc'))
  );
}

function run(root, npmArguments, quiet) {
  const npm = spawnSync('npm', npmArguments, {
    cwd: root,
    // stdout belongs to the one `ready` line of what comes after.
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (npm.error) fail(`npm could not be run: ${npm.error.message}`, 'Install Node.js 20 or newer together with npm.');
  if (npm.signal) process.exit(1);
  if (npm.status !== 0) {
    if (quiet) process.stderr.write(`${npm.stdout ?? ''}${npm.stderr ?? ''}`);
    fail(`\`npm ${npmArguments.join(' ')}\` failed (exit code ${npm.status}).`, 'What it said is above; run it by itself to see more.');
  }
}

function fail(what, fix) {
  process.stderr.write(`✗ ${what}\n  ${fix}\n`);
  process.exit(1);
}

/** Two starts from one fresh clone must not install into the same folder at once: the second waits for the first. */
function withLock(root, say, work) {
  const lock = join(root, '.cache', 'prepare.lock');
  mkdirSync(dirname(lock), { recursive: true });
  const deadline = Date.now() + 15 * 60_000;
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(read(lock));
    if (attempt === 0) say('… Waiting for another start that installs or builds here');
    if (Date.now() > deadline || (holder > 0 && !isAlive(holder))) rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  process.on('exit', () => rmSync(lock, { force: true }));
  work();
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function prepare(root, flags) {
  const quiet = flags.includes('--quiet');
  const say = (line) => quiet || process.stderr.write(`${line}\n`);
  const step = (doing, done, work) => {
    const startedAt = Date.now();
    say(`… ${doing}`);
    work();
    say(`✓ ${done} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  };

  const unknown = flags.filter((flag) => flag !== '--quiet' && flag !== '--no-build');
  if (unknown.length > 0) fail(`Unknown flag ${unknown[0]}.`, 'Known flags: --no-build, --quiet.');
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    fail(
      `Node.js ${process.versions.node} is too old.`,
      `Install Node.js ${OLDEST_NODE} or newer (the system itself brings its own Node 24).`,
    );
  }

  const mustInstall = () => !isInstalled(root);
  const mustBuild = () => !flags.includes('--no-build') && !isBuilt(root);
  if (!mustInstall() && !mustBuild()) return;
  withLock(root, say, () => {
    if (mustInstall()) {
      step('Installing dependencies (first start or changed package-lock.json; about a minute)', 'Dependencies installed', () => {
        const wanted = lockHash(root);
        run(root, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], quiet);
        writeFileSync(installMarker(root), wanted);
      });
    }
    if (mustBuild()) {
      step('Building', 'Built', () => {
        // Taken before the build: what changes meanwhile is built the next time.
        const wanted = sourceHash(root);
        run(root, ['run', '--silent', 'build'], quiet);
        if (!existsSync(join(root, 'dist'))) fail('The build left no dist/ folder.', 'Run `npm run build` by itself to see why.');
        writeFileSync(buildMarker(root), `${wanted}\n`);
      });
    }
  });
}

if (process.argv[1] && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))) {
  prepare(PROJECT_ROOT, process.argv.slice(2));
}
