import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkNats, startNats, type RunningNats } from '../src/nats.js';
import { commandLine, isOurs } from '../src/processes.js';

const OWN = { user: 'own', password: 'its password' };

describe('embedded NATS', () => {
  let folder: string;
  const running: RunningNats[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chasqui-nats-'));
  });
  afterEach(async () => {
    for (const nats of running.splice(0)) await nats.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start() {
    const nats = await startNats({ dir: folder, users: [OWN] });
    running.push(nats);
    return nats;
  }
  async function connected<T>(nats: RunningNats, work: (connection: NatsConnection) => Promise<T>): Promise<T> {
    const deadline = Date.now() + 15_000;
    for (;;) {
      try {
        const connection = await connect({ servers: `127.0.0.1:${nats.port}`, user: OWN.user, pass: OWN.password, reconnect: false });
        try {
          return await work(connection);
        } finally {
          await connection.close();
        }
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await sleep(50);
      }
    }
  }
  const publish = (nats: RunningNats, count: number) =>
    connected(nats, async (connection) => {
      await (await jetstreamManager(connection)).streams.add({ name: 'kept', subjects: ['kept.>'] });
      for (let n = 0; n < count; n++) await jetstream(connection).publish('kept.n', String(n));
    });
  const stored = (nats: RunningNats) =>
    connected(nats, async (connection) => (await (await jetstreamManager(connection)).streams.info('kept')).state.messages);

  it('comes back on the same port with its streams and messages when it is killed', async () => {
    const nats = await start();
    await publish(nats, 50);
    const killed = nats.pid()!;
    process.kill(killed, 'SIGKILL');
    expect(await stored(nats)).toBe(50);
    expect(nats.pid()).not.toBe(killed);
  });

  it('stops a server that a killed launcher left running, and takes over its data and port', async () => {
    const first = await start();
    await publish(first, 5);
    // What `kill -9` of a launcher leaves: the same server, and nobody who looks after it.
    const command = commandLine(first.pid()!)!.split('\0').slice(0, -1);
    await running.pop()!.stop();
    const orphan = spawn(command[0]!, command.slice(1), { stdio: 'ignore', detached: true });
    expect(await stored(first)).toBe(5);

    const second = await start();
    expect(second.port).toBe(first.port);
    expect(await stored(second)).toBe(5);
    expect(isOurs(orphan.pid!, ['nats-server'])).toBe(false);
    expect(isOurs(second.pid()!, ['nats-server', join(folder, 'nats.conf')])).toBe(true);
  });

  it('takes its users only', async () => {
    const nats = await start();
    await expect(checkNats(nats.url)).resolves.toBeUndefined();
    await expect(checkNats(`nats://own:guess@127.0.0.1:${nats.port}`)).rejects.toMatchObject({ code: 'nats_unreachable' });
    await expect(checkNats(`nats://guess@127.0.0.1:${nats.port}`)).rejects.toMatchObject({ code: 'nats_unreachable' });
    await expect(checkNats(`nats://127.0.0.1:${nats.port}`)).rejects.toMatchObject({ code: 'nats_unreachable' });
  });

  it('keeps streams and messages when its users change', async () => {
    const first = await startNats({ dir: folder, users: [{ user: 'everybody', password: 'old' }] });
    const client = await connect({ servers: `127.0.0.1:${first.port}`, user: 'everybody', pass: 'old' });
    await (await jetstreamManager(client)).streams.add({ name: 'kept', subjects: ['kept.>'] });
    await jetstream(client).publish('kept.n', '1');
    await client.close();
    await first.stop();
    const nats = await start();
    expect(nats.port).toBe(first.port);
    expect(await stored(nats)).toBe(1);
    await expect(checkNats(`nats://everybody:old@127.0.0.1:${nats.port}`)).rejects.toMatchObject({ code: 'nats_unreachable' });
  });

  it('accepts payloads up to 8 MB', async () => {
    const nats = await start();
    expect(await connected(nats, async (connection) => connection.info!.max_payload)).toBe(8 * 1024 * 1024);
  });
});
