import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataDir } from './lock.js';
import { processIdentity } from '#local-servers/processes.js';

const IMPATIENT = { runningMs: 100, stoppingMs: 10_000 };

describe('the lock of a data directory', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chasqui-lock-'));
    path = join(folder, 'chasqui.lock');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('refuses a second start while the first runs, and lets it in afterwards', async () => {
    const first = await lockDataDir(folder, IMPATIENT);
    await expect(lockDataDir(folder, IMPATIENT)).rejects.toMatchObject({ code: 'data_dir_in_use' });
    first.release();
    (await lockDataDir(folder, IMPATIENT)).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('waits for a holder that is stopping', async () => {
    const first = await lockDataDir(folder, IMPATIENT);
    first.announceStop();
    const second = lockDataDir(folder, IMPATIENT);
    setTimeout(() => first.release(), 300);
    (await second).release();
  });

  it('takes over from a killed holder, from a process that got its pid, and from a damaged file', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const holder = { pid: child.pid, identity: processIdentity(child.pid!), stopping: false };
    writeFileSync(path, JSON.stringify(holder));
    await expect(lockDataDir(folder, IMPATIENT)).rejects.toMatchObject({ code: 'data_dir_in_use' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    (await lockDataDir(folder, IMPATIENT)).release();

    writeFileSync(path, JSON.stringify({ pid: process.pid, identity: 'another boot/1', stopping: false }));
    (await lockDataDir(folder, IMPATIENT)).release();
    writeFileSync(path, '{"pid":');
    (await lockDataDir(folder, IMPATIENT)).release();
    expect(existsSync(path)).toBe(false);
  });

  it('is given to one of many who come at once upon a dead holder', async () => {
    writeFileSync(path, JSON.stringify({ pid: 2_147_483_646, identity: 'gone', stopping: false }));
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataDir(folder, IMPATIENT)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
  });
});
