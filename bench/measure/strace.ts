export interface SystemCall {
  pid: number;
  name: string;
  /** What the file descriptor was opened on (strace -y). */
  path: string;
  /** Seconds since 1970, as strace -ttt writes them. */
  beganAt: number;
  endedAt: number;
  result: number;
}

const BEGIN = /^(\d+)\s+(\d+\.\d+) (\w+)\(\d+<([^>]*)>/;
const END = /\)\s*=\s*(-?\d+)[^<]*<(\d+\.\d+)>$/;
const RESUMED = /^(\d+)\s+\d+\.\d+ <\.\.\. (\w+) resumed>/;

/**
 * Reads what `strace -f -y -ttt -T -o` wrote. A call during which another process had its turn stands on two lines. Calls that
 * were under way when strace came or went are left out: it is not known how long they took.
 */
export function parseStrace(text: string): SystemCall[] {
  const calls: SystemCall[] = [];
  const unfinished = new Map<string, { path: string; beganAt: number }>();
  for (const line of text.split('\n')) {
    const end = END.exec(line);
    const begin = BEGIN.exec(line);
    const resumed = begin ? null : RESUMED.exec(line);
    const [, pid, name] = begin ? [begin[0], begin[1], begin[3]] : (resumed ?? []);
    if (pid === undefined || name === undefined) continue;
    const key = `${pid} ${name}`;
    const start = begin ? { path: begin[4]!, beganAt: Number(begin[2]) } : unfinished.get(key);
    unfinished.delete(key);
    if (!start) continue;
    if (!end) {
      unfinished.set(key, start);
      continue;
    }
    calls.push({ pid: Number(pid), name, ...start, endedAt: start.beganAt + Number(end[2]), result: Number(end[1]) });
  }
  return calls.sort((a, b) => a.beganAt - b.beganAt);
}

/** A successful flush of the write-ahead log to disk: only it makes a commit durable. */
export const isLogFlush = (call: SystemCall): boolean =>
  (call.name === 'fdatasync' || call.name === 'fsync') && call.result === 0 && call.path.includes('/pg_wal/');

/** Calls that both began and ended within the span. Times in seconds since 1970. */
export const callsWithin = (calls: readonly SystemCall[], from: number, to: number): SystemCall[] =>
  calls.filter((call) => call.beganAt >= from && call.endedAt <= to);
