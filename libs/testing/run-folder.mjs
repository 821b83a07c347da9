import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'chasqui-specs-';
/** What a run of all specs takes at most, several times over. */
const ROOM_BYTES = 6 * 1024 ** 3;

/**
 * A folder for all that the specs of this run write. In memory where there is enough of it: nobody reads it after the run, and waiting for
 * a disk was a third of the time. What a killed process has written is there all the same, so specs of crashes see what they would on a disk.
 */
export default function makeRunFolder() {
  const parent = [inMemory(), tmpdir()].find((path) => path !== undefined);
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : NaN;
    if (pid > 0 && !isRunning(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
  const folder = join(parent, `${PREFIX}${process.pid}`);
  // Postgres, which does not run as root, has its data in it.
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  process.env.SPECS_FOLDER = process.env.TMPDIR = folder;
}

function inMemory() {
  const path = '/dev/shm';
  try {
    const { bavail, bsize } = statfsSync(path);
    return Math.min(bavail * bsize, freemem()) >= ROOM_BYTES ? path : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
