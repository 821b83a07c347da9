import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { PidFile } from '../src/pid-file.js';
import { freePort, isPortFree } from '../src/ports.js';
import { startPostgres } from '../src/postgres.js';
import { commandLine, isOurs } from '../src/processes.js';
import { Supervisor } from '../src/supervisor.js';

const PASSWORD = 'owner-password';

describe('embedded Postgres', () => {
  let folder: string;
  let port: number;
  const supervisors: Supervisor[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chasqui-postgres-'));
    chmodSync(folder, 0o755);
    port = await freePort();
  });
  afterEach(async () => {
    for (const supervisor of supervisors.splice(0)) await supervisor.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const pidOf = (name = 'postgres') => PidFile.read(join(folder, 'pids.json'))[name];
  async function start() {
    const supervisor = new Supervisor(new PidFile(join(folder, 'pids.json')), () => undefined);
    supervisors.push(supervisor);
    const postgres = await startPostgres({
      dataDir: join(folder, 'postgres'),
      logFile: join(folder, 'postgres.log'),
      port,
      password: PASSWORD,
      supervisor,
    });
    return { ...postgres, supervisor };
  }
  async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }
  async function eventually<T>(work: () => Promise<T> | T, withinMs = 20_000): Promise<T> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await sleep(50);
      }
    }
  }

  it('is durable, listens on the loopback only, and has the extensions that the services use', async () => {
    const { ownerUrl, version } = await start();
    expect(version).toMatch(/^18\./);
    const settings = await query(
      ownerUrl,
      `select string_agg(name || '=' || setting, ' ' order by name) as list from pg_settings
       where name in ('fsync', 'full_page_writes', 'listen_addresses', 'synchronous_commit', 'TimeZone')`,
    );
    expect(settings[0]!.list).toBe('TimeZone=UTC fsync=on full_page_writes=on listen_addresses=127.0.0.1 synchronous_commit=on');
    await query(ownerUrl, 'create extension pg_trgm; create extension unaccent; create extension pgcrypto');
    expect(await query(ownerUrl, `select lower('ÁÑÜ') as l, to_tsvector('simple', 'Señal Ñandú')::text as t`)).toEqual([
      { l: 'áñü', t: `'señal':1 'ñandú':2` },
    ]);
  });

  it('refuses a wrong password', async () => {
    const { ownerUrl } = await start();
    await expect(query(ownerUrl.replace(PASSWORD, 'guess'), 'select 1')).rejects.toThrow(/password authentication failed/);
  });

  it('comes back on the same port with what was committed when its postmaster is killed', async () => {
    const { ownerUrl } = await start();
    await query(ownerUrl, `create table kept (n int); insert into kept select generate_series(1, 1000)`);
    const killed = pidOf()!;
    process.kill(killed, 'SIGKILL');
    expect(await eventually(() => query(ownerUrl, 'select count(*)::int as n from kept'))).toEqual([{ n: 1000 }]);
    await eventually(() => expect(pidOf()).toEqual(expect.any(Number)));
    expect(pidOf()).not.toBe(killed);
  });

  it('stops a postmaster that a killed launcher left running, and takes over its data and port', async () => {
    const { ownerUrl } = await start();
    await query(ownerUrl, 'create table kept (n int); insert into kept values (7)');
    // What `kill -9` of a launcher leaves: the same postmaster, and nobody who looks after it.
    const command = commandLine(pidOf()!)!.split('\0').slice(0, -1);
    await supervisors.pop()!.stop();
    const { uid, gid } = statSync(join(folder, 'postgres'));
    const orphan = spawn(command[0]!, command.slice(1), { stdio: 'ignore', detached: true, uid, gid });
    expect(await eventually(() => query(ownerUrl, 'select n from kept'))).toEqual([{ n: 7 }]);

    const second = await start();
    expect(await query(second.ownerUrl, 'select n from kept')).toEqual([{ n: 7 }]);
    expect(isOurs(orphan.pid!, ['postgres'])).toBe(false);
    expect(isOurs(pidOf()!, ['postgres', join(folder, 'postgres')])).toBe(true);
  });

  it('starts over a pid file whose pid now belongs to another process', async () => {
    const { supervisor } = await start();
    const pidFile = join(folder, 'postgres', 'postmaster.pid');
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    await supervisor.stop();
    expect(existsSync(pidFile)).toBe(false);
    writeFileSync(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'), { mode: 0o600 });
    const { ownerUrl } = await start();
    expect(await query(ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('runs where only the one who starts it may enter, also when that is root', async () => {
    chmodSync(folder, 0o700);
    const { ownerUrl } = await start();
    expect(await query(ownerUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('stops cleanly: the port is free again and no pid is left', async () => {
    const { supervisor } = await start();
    await supervisor.stop();
    expect(await isPortFree(port)).toBe(true);
    expect(pidOf()).toBeUndefined();
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false);
  });
});
