import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureNatsServer } from './nats-binary.js';

const PLATFORM = `${process.platform}-${process.arch}`;

describe('finding a nats-server', () => {
  let folder: string;
  let server: Server | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chasqui-nats-binary-'));
    // No apt-get, and no nats-server of this machine.
    mkdirSync(join(folder, 'tools'));
    for (const tool of ['sh', 'tar', 'gzip']) {
      symlinkSync(execFileSync('/bin/sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim(), join(folder, 'tools', tool));
    }
  });
  afterEach(() => {
    server?.close();
    server = undefined;
    rmSync(folder, { recursive: true });
  });

  function executable(file: string, version: string): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\necho "nats-server: v${version}"\n`);
    chmodSync(file, 0o755);
  }
  const find = (more: Parameters<typeof ensureNatsServer>[0] = {}) =>
    ensureNatsServer({
      path: join(folder, 'tools'),
      installedIn: [],
      cacheDir: join(folder, 'cache'),
      release: { version: '0', baseUrl: '', sha256: {} },
      ...more,
    });

  /** Serves a release archive as GitHub does, and says what its true checksum is. */
  async function release(version: string) {
    const name = `nats-server-v${version}-test`;
    executable(join(folder, 'release', name, 'nats-server'), version);
    execFileSync('tar', ['-czf', join(folder, 'release.tar.gz'), '-C', join(folder, 'release'), name]);
    const archive = readFileSync(join(folder, 'release.tar.gz'));
    const created = createServer((request, response) => {
      const isRelease = request.url === `/v${version}/${name}.tar.gz`;
      response.writeHead(isRelease ? 200 : 404).end(isRelease ? archive : undefined);
    });
    server = created;
    await new Promise<void>((resolve) => created.listen(0, '127.0.0.1', resolve));
    return {
      baseUrl: `http://127.0.0.1:${(created.address() as AddressInfo).port}`,
      sum: createHash('sha256').update(archive).digest('hex'),
    };
  }

  /** A release that is nowhere. */
  const unreachable = {
    version: '2.12.8',
    baseUrl: 'http://127.0.0.1:9',
    sha256: { [PLATFORM]: { name: 'test', sum: '0'.repeat(64) } },
  };

  it('takes one that is installed and no older than the pinned release', async () => {
    executable(join(folder, 'old', 'nats-server'), '2.11.9');
    executable(join(folder, 'new', 'nats-server'), '2.13.0');
    const found = find({ path: `${folder}/old:${folder}/new`, release: unreachable });
    await expect(found).resolves.toEqual({ path: `${folder}/new/nats-server`, version: '2.13.0' });
  });

  it('prefers the pinned release to an older one that is installed', async () => {
    executable(join(folder, 'old', 'nats-server'), '2.9.10');
    const { baseUrl, sum } = await release('2.12.8');
    const pinned = { version: '2.12.8', baseUrl, sha256: { [PLATFORM]: { name: 'test', sum } } };
    const path = `${folder}/old:${folder}/tools`;
    const expected = { path: `${folder}/cache/nats-server`, version: '2.12.8' };
    await expect(find({ path, release: pinned })).resolves.toEqual(expected);
    server?.close();
    await expect(find({ path, release: pinned })).resolves.toEqual(expected);
  });

  it('takes an older one where the release cannot be had, says so, and does not ask again for a day', async () => {
    executable(join(folder, 'ancient', 'nats-server'), '2.8.4');
    executable(join(folder, 'old', 'nats-server'), '2.10.1');
    executable(join(folder, 'cache', 'nats-server'), '2.9.10');
    const said: string[] = [];
    const log = (line: string): void => void said.push(line);
    const older = { version: '2.10.1', olderThan: '2.12.8', path: `${folder}/old/nats-server` };
    for (let start = 0; start < 3; start++) {
      await expect(find({ path: `${folder}/ancient:${folder}/old`, release: unreachable, log })).resolves.toEqual(older);
    }
    expect(said).toEqual(['… Fetching nats-server 2.12.8 (once)']);
    await expect(find({ path: `${folder}/ancient`, release: unreachable, log })).resolves.toMatchObject({ version: '2.9.10' });
    writeFileSync(join(folder, 'cache', 'release-out-of-reach'), String(Date.now() - 25 * 60 * 60_000));
    await find({ path: `${folder}/old`, release: unreachable, log });
    expect(said).toHaveLength(2);
  });

  it('fetches the pinned release once and keeps it', async () => {
    const { baseUrl, sum } = await release('2.12.8');
    const pinned = { version: '2.12.8', baseUrl, sha256: { [PLATFORM]: { name: 'test', sum } } };
    const expected = { path: `${folder}/cache/nats-server`, version: '2.12.8' };
    await expect(find({ release: pinned })).resolves.toEqual(expected);
    await expect(find()).resolves.toEqual(expected);
    expect(readdirSync(join(folder, 'cache'))).toEqual(['nats-server']);
  });

  it('refuses a release whose bytes are not the pinned ones, and keeps nothing of it', async () => {
    const { baseUrl } = await release('2.12.8');
    const pinned = { version: '2.12.8', baseUrl, sha256: { [PLATFORM]: { name: 'test', sum: '0'.repeat(64) } } };
    await expect(find({ release: pinned })).rejects.toMatchObject({
      code: 'nats_server_missing',
      message: expect.stringMatching(/wrong checksum/),
    });
    expect(readdirSync(join(folder, 'cache'))).toEqual(['release-out-of-reach']);
  });

  it('says how to install one where none can be had', async () => {
    await expect(find()).rejects.toMatchObject({
      code: 'nats_server_missing',
      message: expect.stringMatching(/no release with a known checksum.*; no apt-get here/),
      fix: expect.stringMatching(/apt install nats-server.*brew install nats-server[^]*NATS_URL/),
    });
  });
});
