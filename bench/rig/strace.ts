import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseStrace, type SystemCall } from '../measure/strace.js';
import { processTree } from '../measure/processes.js';
import { UsageError } from './options.js';

export interface Trace {
  /** Detaches and reads what was seen. */
  finish(): Promise<SystemCall[]>;
}

/**
 * Watches the writes and syncs of a process, its children, and every child they start from now on.
 *
 * @throws UsageError when strace is missing or may not attach
 */
export async function traceSyncs(rootPid: number, outputFile: string): Promise<Trace> {
  if (spawnSync('strace', ['-V']).error)
    throw new UsageError('strace is not installed: `apt install strace` (Debian, Ubuntu), `dnf install strace` (Fedora).');
  const pids = processTree(rootPid).map(({ pid }) => pid);
  // -s 0: what is written holds messages, and nobody needs to read them.
  const args = [
    '-f',
    '-y',
    '-ttt',
    '-T',
    '-s',
    '0',
    '-e',
    'trace=fsync,fdatasync,pwrite64',
    '-o',
    outputFile,
    ...pids.flatMap((pid) => ['-p', String(pid)]),
  ];
  const strace = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => strace.once('exit', () => resolve()));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const refuse = (): void =>
      reject(new UsageError(`strace could not attach to Postgres (run as root, or set kernel.yama.ptrace_scope=0):\n${said.trim()}`));
    strace.once('exit', refuse);
    strace.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.match(/\battached\b/g)?.length !== pids.length) return;
      strace.removeListener('exit', refuse);
      resolve();
    });
  });
  return {
    finish: async () => {
      strace.kill('SIGINT');
      await ended;
      return parseStrace(readFileSync(outputFile, 'utf8'));
    },
  };
}
