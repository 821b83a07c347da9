import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { LaunchError } from '#local-servers/launch-error.js';
import { processIdentity } from '#local-servers/processes.js';
import { replaceFile } from '#local-servers/replace-file.js';

interface Holder {
  pid: number;
  /** Tells the holder from a later process with its pid. */
  identity: string | undefined;
  /** The holder is on its way out: worth waiting for. */
  stopping: boolean;
}

export interface DataDirLock {
  /** Says to a start that comes meanwhile that waiting is worth it. */
  announceStop(): void;
  release(): void;
}

/**
 * Makes this process the only one that runs on the data directory. A lock whose holder is dead is taken over; a holder that
 * is stopping is waited for.
 *
 * @throws LaunchError `data_dir_in_use`
 */
export async function lockDataDir(dataDir: string, patience = { runningMs: 1_000, stoppingMs: 15_000 }): Promise<DataDirLock> {
  const path = join(dataDir, 'chasqui.lock');
  const own: Holder = { pid: process.pid, identity: processIdentity(process.pid), stopping: false };
  const startedAt = Date.now();
  for (;;) {
    if (create(path, own)) break;
    const content = read(path);
    if (content === undefined) continue;
    const holder = parse(content);
    if (!holder || !isAlive(holder)) {
      removeIfUnchanged(path, content);
      continue;
    }
    if (Date.now() - startedAt > (holder.stopping ? patience.stoppingMs : patience.runningMs)) {
      throw new LaunchError(
        'data_dir_in_use',
        `Another Chasqui (process ${holder.pid}) runs on ${dataDir}.`,
        'Stop it first, or start this one with another folder: DATA_DIR=.data2 PORT=0 SIMULATOR_PORT=0 npm start',
      );
    }
    await sleep(50);
  }
  return {
    announceStop: () => replaceFile(path, JSON.stringify({ ...own, stopping: true })),
    release: () => rmSync(path, { force: true }),
  };
}

/** Linked into place: the lock is whole from the moment it exists, and only one of two can make it. */
function create(path: string, holder: Holder): boolean {
  const next = `${path}.${process.pid}.tmp`;
  writeFileSync(next, JSON.stringify(holder));
  try {
    linkSync(next, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(next, { force: true });
  }
}

/** Of two starts that found the same dead lock, the slower must not remove the lock that the faster one has made since. */
function removeIfUnchanged(path: string, content: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (read(aside) !== content) {
    try {
      linkSync(aside, path);
    } catch {
      // A third one took it meanwhile; the one set aside notices nothing and is not worse off than without a lock.
    }
  }
  rmSync(aside, { force: true });
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function parse(content: string): Holder | undefined {
  try {
    const holder = JSON.parse(content) as Holder;
    return Number.isInteger(holder?.pid) ? holder : undefined;
  } catch {
    return undefined;
  }
}

const isAlive = (holder: Holder): boolean => {
  const identity = processIdentity(holder.pid);
  return identity !== undefined && identity === holder.identity;
};
