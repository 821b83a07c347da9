import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { eventually, System, textBody } from './system.js';

const MB = 1024 * 1024;
/** The attackers'; all of 127.0.0.0/8 is this machine. */
const ADDRESSES = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'];
const WARM_UP_MS = 3_000;
const ATTACK_MS = 3_000;

/** Of one process, in bytes. */
function memoryOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kilobytes) * 1024;
}

/** Those who wear the gateway out by what it keeps for them, and let it wait. */
describe('the gateway, worn out', () => {
  let system: System;
  let atRest: number;
  let most = 0;
  let watching: NodeJS.Timeout;
  const sockets: Socket[] = [];

  const memory = (): number => memoryOf(system.pids.gateway!);
  let webhooks = 0;
  const webhook = (bytes: number): Promise<number> => {
    const { phoneNumberId, wabaId } = system.tenant('acme-corp').outlets[0]!;
    const message = { wamid: `wamid.WORN.${++webhooks}`, from: '15551000000', text: 'x'.repeat(Math.min(bytes, 4_000)) };
    return system.webhook({ ...textBody(phoneNumberId, wabaId, [message]), padding: 'x'.repeat(bytes) });
  };
  /** As everybody else is served meanwhile: what is read, and a webhook as it usually is. */
  const serve = async (forMs: number): Promise<void> => {
    for (const until = performance.now() + forMs; performance.now() < until;) {
      expect((await system.api('/conversations', { as: system.tenant('acme-corp') })).status).toBe(200);
      expect(await webhook(100)).toBe(200);
    }
  };

  beforeAll(async () => {
    system = await System.start({ SERVICES: 'separate' });
    // What it needs for ordinary requests is no harm.
    await serve(WARM_UP_MS);
    expect(await webhook(MB)).toBe(200);
    atRest = memory();
    watching = setInterval(() => (most = Math.max(most, memory())), 20);
  }, 180_000);
  beforeEach(() => {
    most = 0;
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(3 * atRest);
    await eventually(() => expect(memory()).toBeLessThan(1.5 * atRest), { timeoutMs: 60_000, everyMs: 100 });
  }, 70_000);
  afterAll(async () => {
    clearInterval(watching);
    await system?.destroy();
  }, 60_000);

  /** @param says what each says, as fast as it is taken */
  function attack(count: number, says: () => Iterable<string | Buffer>): Socket[] {
    const { port, hostname } = new URL(system.url);
    return Array.from({ length: count }, (_, n) => {
      const socket = connect({ port: Number(port), host: hostname, localAddress: ADDRESSES[n % ADDRESSES.length]! });
      sockets.push(socket);
      socket.on('error', () => undefined);
      const rest = says()[Symbol.iterator]();
      const write = (): void => {
        for (let piece = rest.next(); !piece.done && !socket.destroyed; piece = rest.next()) if (!socket.write(piece.value)) return;
      };
      socket.on('drain', write);
      write();
      return socket;
    });
  }
  const post = (path: string, headers: string, bytes: number): string =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\n${headers}Content-Length: ${bytes}\r\n\r\n`;
  function* body(head: string, bytes: number): Iterable<string | Buffer> {
    yield head;
    const chunk = Buffer.alloc(64 * 1024, 'x');
    for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk.subarray(0, Math.min(chunk.length, bytes - sent));
  }
  const key = (): string => `X-API-Key: ${system.tenant('acme-corp').apiKey}\r\n`;

  it('by webhooks whose last byte does not come: large ones are taken again while their senders still wait', async () => {
    attack(250, () => body(post('/webhooks/whatsapp', 'X-Hub-Signature-256: sha256=x\r\n', 4 * MB), 4 * MB - 1));
    await serve(ATTACK_MS);
    await eventually(async () => expect(await webhook(MB)).toBe(200), { timeoutMs: 40_000 });
  }, 120_000);

  it.each([
    ['of somebody', '/api/v1/messages', key],
    ['of nobody', '/api/v1/auth/login', () => ''],
    ['of nobody for nobody', '/nowhere', () => ''],
  ])(
    'by JSON of 32 MB %s',
    async (_, path, credentials) => {
      attack(90, () => body(post(path, `${credentials()}Content-Type: application/json\r\n`, 32 * MB), 32 * MB - 1));
      await serve(ATTACK_MS);
    },
    120_000,
  );

  it('by JSON of 1 MB whose last byte does not come', async () => {
    attack(200, () => body(post('/api/v1/messages', `${key()}Content-Type: application/json\r\n`, MB), MB - 1));
    await serve(ATTACK_MS);
  }, 120_000);

  it('by files that do not end', async () => {
    const part = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4\n';
    attack(100, () => body(post('/api/v1/media', `${key()}Content-Type: multipart/form-data; boundary=b\r\n`, 50 * MB) + part, 2 * MB));
    await serve(ATTACK_MS);
  }, 120_000);

  it('by callers who do not read', async () => {
    const lazy = attack(600, () => ['GET /api/docs-json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(16)]);
    lazy.forEach((socket) => socket.pause());
    await serve(ATTACK_MS);
  }, 120_000);

  it('by headers that do not end: their connections do', async () => {
    const slow = attack(500, () => [`GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(15_000)}`]);
    slow.forEach((socket) => socket.resume());
    await serve(ATTACK_MS);
    await eventually(() => expect(slow.filter((socket) => !socket.destroyed)).toHaveLength(0), { timeoutMs: 45_000, everyMs: 100 });
  }, 120_000);

  it('by live connections that say half a word', async () => {
    const upgrade = `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}\r\n\r\n`;
    // A masked text frame of 90,000 bytes.
    const frame = Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 1, 0x5f, 0x90, 0, 0, 0, 0]);
    attack(300, () => [upgrade, frame, Buffer.alloc(89_999, 'x')]);
    await serve(ATTACK_MS);
  }, 120_000);
});
