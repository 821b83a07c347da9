import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { LaunchError } from './launch-error.js';
import { PROJECT_ROOT } from './project-root.js';

const runFile = promisify(execFile);
type Run = (file: string, args: readonly string[], options: { cwd?: string; timeout?: number }) => Promise<unknown>;

/**
 * The release that runs wherever it can be had: what a distribution brings may be years older. The checksums are those that Docker's
 * official `nats:2.12.8` images are built with; platforms without a known checksum are not downloaded.
 */
const RELEASE = {
  version: '2.12.8',
  baseUrl: 'https://github.com/nats-io/nats-server/releases/download',
  sha256: {
    'linux-x64': { name: 'linux-amd64', sum: '6abc397684567e133649688a13564ad6de786d64e88253fbb4f6a3aa8c2fca63' },
    'linux-arm64': { name: 'linux-arm64', sum: '7d20e93c23924cdd5cb6ec51c92f9478c97f9c8a0dbe049dd7ab88af115d622c' },
  } as Record<string, { name: string; sum: string }>,
};
const INSTALLED_IN = ['/usr/sbin', '/usr/local/bin', '/usr/bin', '/opt/homebrew/bin'];
const DOWNLOAD_TIMEOUT_MS = 120_000;
/** For the first byte: a machine that may not reach the release must not wait for it at every start, nor long at the first. */
const ANSWER_TIMEOUT_MS = 5_000;
const TRY_AGAIN_MS = 24 * 60 * 60_000;

export interface NatsBinary {
  path: string;
  /** `2.9.10` */
  version: string;
  /** The pinned version, where this one is older. */
  olderThan?: string;
}

/**
 * Finds a nats-server: the pinned release or a newer one, installed or kept in the project's `.cache` by an earlier call; else fetches the
 * pinned release; where that cannot be had takes an older one (2.9 or newer) that is there, or fetches a Debian package (which needs no
 * root).
 *
 * @throws LaunchError `nats_server_missing` with what to install by hand
 */
export async function ensureNatsServer(
  options: {
    path?: string;
    installedIn?: readonly string[];
    cacheDir?: string;
    log?: (line: string) => void;
    release?: typeof RELEASE;
  } = {},
): Promise<NatsBinary> {
  const path = options.path ?? process.env.PATH ?? '';
  const run: Run = (file, args, more) => runFile(file, args, { ...more, env: { ...process.env, PATH: path } });
  const cacheDir = options.cacheDir ?? join(PROJECT_ROOT, '.cache', 'nats-server');
  const cached = join(cacheDir, 'nats-server');
  const release = options.release ?? RELEASE;
  const folders = [...path.split(delimiter), ...(options.installedIn ?? INSTALLED_IN)];
  const candidates = [cached, ...folders.filter(Boolean).map((folder) => join(folder, 'nats-server'))];
  let older: NatsBinary | undefined;
  for (const candidate of candidates) {
    const version = await versionOf(candidate);
    if (version && !isOlder(version, release.version)) return { path: candidate, version };
    // One that was installed is kept up to date by somebody.
    if (version && (!older || older.path === cached)) older = { path: candidate, version, olderThan: release.version };
  }

  const failures: string[] = [];
  const missed = join(cacheDir, 'release-out-of-reach');
  for (const fetchInto of [fromRelease, fromDebian]) {
    if (fetchInto === fromRelease && wasMissed(missed)) {
      failures.push('the release was out of reach before');
      continue;
    }
    if (fetchInto === fromDebian && older) break;
    options.log?.(`… Fetching nats-server ${fetchInto === fromRelease ? release.version : 'from Debian'} (once)`);
    const work = join(cacheDir, `fetch-${process.pid}`);
    try {
      mkdirSync(work, { recursive: true });
      const binary = await fetchInto(work, run, release);
      const version = await versionOf(binary);
      if (!version) throw new Error('what was fetched does not run here');
      renameSync(binary, cached);
      return { path: cached, version, ...(isOlder(version, release.version) && { olderThan: release.version }) };
    } catch (error) {
      failures.push((error as Error).message.split('\n')[0]!.trim());
      if (fetchInto === fromRelease) note(missed);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  if (older) return older;
  throw new LaunchError(
    'nats_server_missing',
    `No nats-server is installed, and none could be fetched (${failures.join('; ')}).`,
    `Install it (Debian, Ubuntu: apt install nats-server; macOS: brew install nats-server; else the ${RELEASE.version} release of nats-io/nats-server),\n` +
      `  put the binary at ${cached}, or set NATS_URL to a NATS server with JetStream.`,
  );
}

function isOlder(version: string, than: string): boolean {
  const [mine, theirs] = [version, than].map((text) => text.split('.').map(Number));
  const at = mine!.findIndex((part, position) => part !== theirs![position]);
  return at >= 0 && mine![at]! < (theirs![at] ?? 0);
}

/** Whether the release could not be had in the last day. */
function wasMissed(path: string): boolean {
  try {
    return Date.now() - Number(readFileSync(path, 'utf8')) < TRY_AGAIN_MS;
  } catch {
    return false;
  }
}

/** Where nothing can be written it is asked for again at the next start. */
function note(path: string): void {
  try {
    writeFileSync(path, String(Date.now()));
  } catch {
    // Said above.
  }
}

/** Undefined when it is not there, does not run here, or is too old for what we use of JetStream. */
async function versionOf(path: string): Promise<string | undefined> {
  try {
    accessSync(path, constants.X_OK);
    const { stdout } = await runFile(path, ['--version'], { timeout: 10_000 });
    const [, version, major, minor] = stdout.match(/v((\d+)\.(\d+)\.\d+)/) ?? [];
    return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 9) ? version : undefined;
  } catch {
    return undefined;
  }
}

async function fromDebian(work: string, run: Run): Promise<string> {
  const download = () => run('apt-get', ['download', '-q', 'nats-server'], { cwd: work, timeout: DOWNLOAD_TIMEOUT_MS });
  try {
    await download();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Error('no apt-get here', { cause: error });
    // A fresh image has no package lists yet; only root may fetch them.
    if (process.getuid?.() !== 0) throw new Error('apt-get knows no nats-server', { cause: error });
    try {
      await run('apt-get', ['update', '-q'], { timeout: DOWNLOAD_TIMEOUT_MS });
      await download();
    } catch (second) {
      throw new Error('apt-get could not download nats-server', { cause: second });
    }
  }
  const archive = readdirSync(work).find((name) => name.endsWith('.deb'));
  if (!archive) throw new Error('apt-get downloaded nothing');
  await run('dpkg-deb', ['-x', archive, 'root'], { cwd: work });
  const binary = ['usr/sbin', 'usr/bin'].map((folder) => join(work, 'root', folder, 'nats-server')).find((path) => existsSync(path));
  if (!binary) throw new Error('the Debian package holds no nats-server');
  return binary;
}

async function fromRelease(work: string, run: Run, release: typeof RELEASE): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  const known = release.sha256[platform];
  if (!known) throw new Error(`no release with a known checksum for ${platform}`);
  const name = `nats-server-v${release.version}-${known.name}`;
  const url = `${release.baseUrl}/v${release.version}/${name}.tar.gz`;
  const late = new AbortController();
  const silence = setTimeout(() => late.abort(), ANSWER_TIMEOUT_MS);
  const response = await fetch(url, { signal: AbortSignal.any([late.signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)]) })
    .catch((error: Error) => {
      throw new Error(`${new URL(url).host} is out of reach`, { cause: error });
    })
    .finally(() => clearTimeout(silence));
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`);
  const archive = Buffer.from(await response.arrayBuffer());
  const sum = createHash('sha256').update(archive).digest('hex');
  if (sum !== known.sum) throw new Error(`the downloaded release has the wrong checksum ${sum}`);
  writeFileSync(join(work, 'release.tar.gz'), archive);
  await run('tar', ['-xzf', 'release.tar.gz'], { cwd: work });
  return join(work, name, 'nats-server');
}
