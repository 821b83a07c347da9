import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** USER_HZ, in which /proc counts time; 100 on every Linux that Node runs on (proc(5)). */
const TICK_MS = 10;

export interface Stat {
  pid: number;
  ppid: number;
  /** Its own time on the CPU, user and system. */
  cpuMs: number;
  /** That of its children which have ended and were waited for. */
  endedChildrenCpuMs: number;
}

/** Reads a line of /proc/<pid>/stat; a name may hold spaces and brackets, so what counts begins behind the last bracket. */
export function parseStat(line: string): Stat {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const ticks = (index: number): number => Number(fields[index]) * TICK_MS;
  return { pid: Number.parseInt(line), ppid: Number(fields[1]), cpuMs: ticks(11) + ticks(12), endedChildrenCpuMs: ticks(13) + ticks(14) };
}

/** The process and all its descendants that live now. */
export function processTree(root: number): Stat[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const line = read(`/proc/${name}/stat`);
      return line === undefined ? [] : [parseStat(line)];
    });
  const byParent = Map.groupBy(all, ({ ppid }) => ppid);
  const found = all.filter(({ pid }) => pid === root);
  for (let index = 0; index < found.length; index++) found.push(...(byParent.get(found[index]!.pid) ?? []));
  return found;
}

/** CPU time of a whole tree so far in ms, its ended processes included. */
export const treeCpuMs = (root: number): number =>
  processTree(root).reduce((sum, { cpuMs, endedChildrenCpuMs }) => sum + cpuMs + endedChildrenCpuMs, 0);

/** `node main.js`, `postgres: chasqui_gateway chasqui 127.0.0.1(4711) idle`; empty for a process that is gone. */
export const commandLine = (pid: number): string => (read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim();

/** What each kind of process of a tree has used so far, in ms of CPU, by its name. */
export function cpuByName(root: number, nameOf: (command: string) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { pid, cpuMs, endedChildrenCpuMs } of processTree(root)) {
    const name = nameOf(commandLine(pid));
    sums.set(name, (sums.get(name) ?? 0) + cpuMs + endedChildrenCpuMs);
  }
  return sums;
}

export interface Memory {
  rssMb: number;
  /** Shared pages counted by share; undefined where the kernel does not tell. */
  pssMb: number | undefined;
}

export function memoryOf(pid: number): Memory | undefined {
  const rollup = read(`/proc/${pid}/smaps_rollup`);
  const status = read(`/proc/${pid}/status`);
  const kilobytes = (text: string | undefined, name: string): number | undefined => {
    const found = text?.match(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm'))?.[1];
    return found === undefined ? undefined : Number(found);
  };
  const rss = kilobytes(rollup, 'Rss') ?? kilobytes(status, 'VmRSS');
  if (rss === undefined) return undefined;
  const pss = kilobytes(rollup, 'Pss');
  return { rssMb: rss / 1024, pssMb: pss === undefined ? undefined : pss / 1024 };
}

/** Everything that ran on this machine since it started, in ms of one CPU; time the hypervisor took away counts too. */
export function machineBusyMs(): number {
  const [user, nice, system, , , irq, softirq, steal] = readFileSync('/proc/stat', 'utf8')
    .split('\n')[0]!
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return (user! + nice! + system! + irq! + softirq! + steal!) * TICK_MS;
}

/** Tells how much of the machine others used while something of ours was measured. */
export class OtherWork {
  readonly #startedAt = performance.now();
  readonly #busy = machineBusyMs();
  readonly #own = treeCpuMs(process.pid);

  /** From 0 to 1, of all CPUs. */
  share(): number {
    const others = machineBusyMs() - this.#busy - (treeCpuMs(process.pid) - this.#own);
    return Math.max(others, 0) / ((performance.now() - this.#startedAt) * availableParallelism());
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
