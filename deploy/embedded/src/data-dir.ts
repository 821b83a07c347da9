import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LaunchError } from '#local-servers/launch-error.js';

const NEEDED_MB = 200;

/**
 * Creates the data directory and its logs folder, and makes sure that there is room in it.
 *
 * @throws LaunchError `data_dir_not_writable`, `disk_full`
 */
export function openDataDir(dataDir: string): { logsDir: string } {
  const logsDir = join(dataDir, 'logs');
  try {
    makeFolder(logsDir);
    const probe = join(dataDir, `.write-${process.pid}`);
    writeFileSync(probe, 'x');
    rmSync(probe);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw diskFull(dataDir, error);
    throw new LaunchError(
      'data_dir_not_writable',
      `The data folder ${dataDir} cannot be written: ${(error as Error).message}.`,
      'Make it writable for this user, or name another: DATA_DIR=/some/folder npm start',
      { cause: error },
    );
  }
  const { bavail, bsize } = statfsSync(dataDir);
  if ((bavail * bsize) / 1024 / 1024 < NEEDED_MB) throw diskFull(dataDir);
  return { logsDir };
}

/**
 * Folder by folder from the nearest one that exists: `mkdirSync` with `recursive` never returns where a file system answers ENOENT to
 * making a folder in a folder that is there (/proc).
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

export function diskFull(dataDir: string, cause?: unknown): LaunchError {
  return new LaunchError(
    'disk_full',
    `The disk of ${dataDir} is full.`,
    `Free ${NEEDED_MB} MB, or use a folder on another disk: DATA_DIR=/some/folder npm start`,
    { cause },
  );
}
