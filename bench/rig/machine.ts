import { closeSync, fdatasyncSync, openSync, readFileSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { median } from '../measure/statistics.js';
import { ms } from '../measure/table.js';

/** What the figures below depend on, as the lines that stand above them. */
export function describeMachine(folder: string): string {
  const memory = (totalmem() / 1024 ** 3).toFixed(0);
  return [
    `${new Date().toISOString()}  ${cpus()[0]?.model ?? 'unknown CPU'}, ${availableParallelism()} cores, ${memory} GB, Node ${process.versions.node}`,
    `load average at the start ${loadavg()
      .map((value) => value.toFixed(2))
      .join(' ')}; one fdatasync of 8 KiB on ${fileSystemOf(folder)}: median ${ms(fdatasyncMs(folder))} ms`,
  ].join('\n');
}

/** Durability is as dear as this disk makes it: rates on another disk are other rates. */
function fdatasyncMs(folder: string): number {
  const path = join(folder, 'fdatasync-probe');
  const file = openSync(path, 'w');
  const page = Buffer.alloc(8_192, 1);
  const times = Array.from({ length: 200 }, (_, index) => {
    writeSync(file, page, 0, page.length, (index % 64) * page.length);
    const begin = performance.now();
    fdatasyncSync(file);
    return performance.now() - begin;
  });
  closeSync(file);
  rmSync(path);
  // The first writes extend the file, which costs more than the log's own pages do.
  return median(times.slice(64));
}

function fileSystemOf(folder: string): string {
  const mounts = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '));
  const mount = mounts
    .filter(([, path]) => path && (folder === path || folder.startsWith(path.replace(/\/?$/, '/'))))
    .sort((a, b) => b[1]!.length - a[1]!.length)[0];
  return mount ? mount[2]! : `file system type ${statfsSync(folder).type}`;
}
