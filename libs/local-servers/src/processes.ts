import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The command line of a running process, its arguments joined by NUL (Linux) or blanks (elsewhere); undefined when there is no
 * such process, or only its zombie.
 */
export function commandLine(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8') || undefined;
    return (
      execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() ||
      undefined
    );
  } catch {
    return undefined;
  }
}

/** Differs between two processes that got the same pid one after the other; undefined when there is no such process. */
export function processIdentity(pid: number): string | undefined {
  if (!commandLine(pid)) return undefined;
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    }
    // proc(5): field 22 is the start time in ticks since boot; field 2, the name in parentheses, may itself hold blanks.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const startTicks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${startTicks}`;
  } catch {
    return undefined;
  }
}

/**
 * Whether the process runs and every marker is among its arguments (or names the file of one): pids are reused, so a number alone
 * proves nothing.
 */
export function isOurs(pid: number, markers: readonly string[]): boolean {
  const line = commandLine(pid);
  if (line === undefined) return false;
  if (process.platform !== 'linux') return markers.every((marker) => line.includes(marker));
  const parts = line.split('\0');
  return markers.every((marker) => parts.some((part) => part === marker || part.endsWith(`/${marker}`)));
}

/**
 * Stops a process left by a launcher that was killed, after making sure that it is one. Resolves when it is gone.
 *
 * @returns whether there was such a process
 */
export async function stopLeftover(
  pid: number,
  markers: readonly string[],
  signals: readonly NodeJS.Signals[],
  patienceMs: number,
): Promise<boolean> {
  if (!isOurs(pid, markers)) return false;
  for (const signal of [...signals, 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return true;
    }
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      if (!isOurs(pid, markers)) return true;
      await sleep(20);
    }
  }
  throw new Error(`process ${pid} does not end, not even on SIGKILL`);
}
