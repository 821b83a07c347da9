import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { eventually } from '#testing';
import { World } from './tenant-world.js';

/** As much of RFC 5321 as takes a mail, and refuses some for a while. */
class MailServer {
  readonly received: string[] = [];
  refusals = 0;
  private constructor(private readonly server: Server) {}

  static async start(): Promise<MailServer> {
    const server = createServer();
    const mail = new MailServer(server);
    server.on('connection', (socket) => {
      let pending = '';
      let inData = false;
      socket.on('error', () => undefined);
      socket.write('220 test\r\n');
      socket.on('data', (chunk) => {
        pending += chunk.toString('utf8');
        for (;;) {
          const end = pending.indexOf(inData ? '\r\n.\r\n' : '\r\n');
          if (end < 0) return;
          const line = pending.slice(0, end);
          pending = pending.slice(end + (inData ? 5 : 2));
          if (inData) {
            mail.received.push(line);
            inData = false;
            socket.write('250 taken\r\n');
          } else if (/^MAIL/i.test(line) && mail.refusals > 0) {
            mail.refusals -= 1;
            socket.write('451 try again later\r\n');
          } else if (/^DATA/i.test(line)) {
            inData = true;
            socket.write('354 go on\r\n');
          } else {
            socket.write(/^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n');
          }
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return mail;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

let server: MailServer;
let world: World;

beforeAll(async () => {
  server = await MailServer.start();
  world = await World.start({ SMTP_URL: server.url, MAIL_FROM: 'Chasqui <hello@chasqui.example>' });
  await world.member(await world.tenant('acme-corp'), 'ana@acme.example', 'owner');
}, 60_000);
afterAll(async () => {
  await world?.stop();
  await server?.stop();
}, 30_000);

const ask = () => world.call('POST', '/auth/password-reset', world.from(), { email: 'ana@acme.example' });

describe('mail over SMTP', () => {
  it('goes out once, from the address that is set, and leaves no file', async () => {
    await ask();
    await eventually(() => expect(server.received).toHaveLength(1));
    expect(server.received[0]).toMatch(/^From: Chasqui <hello@chasqui\.example>/m);
    expect(server.received[0]).toMatch(/^To: ana@acme\.example/m);
    await eventually(async () => expect(await world.infra.rows('select from tenant.mails where sent_at is null')).toEqual([]));
    expect(world.mails()).toEqual([]);
  });

  it('is tried again, later and later, while the server refuses, and the request does not wait for it', async () => {
    server.refusals = 1;
    expect((await ask()).status).toBe(202);
    const waiting = await eventually(async () => {
      const rows = await world.infra.rows<{ seconds: number }>(
        `select extract(epoch from due_at - now())::float8 as seconds from tenant.mails where sent_at is null and attempts = 1 and due_at < now() + interval '1 minute'`,
      );
      expect(rows).toHaveLength(1);
      return rows[0]!;
    });
    expect(waiting.seconds).toBeGreaterThan(5);
    expect(server.received).toHaveLength(1);
    await world.infra.rows('update tenant.mails set due_at = now() where sent_at is null');
    await eventually(() => expect(server.received).toHaveLength(2));
  }, 20_000);

  it('is given up after its last attempt, and what it said is gone', async () => {
    server.refusals = Number.POSITIVE_INFINITY;
    await ask();
    // The job claims what is due: the attempts before are told as past.
    await eventually(async () => {
      await world.infra.rows('update tenant.mails set attempts = 11, due_at = now() where sent_at is null and given_up_at is null');
      expect(await world.infra.rows('select sealed from tenant.mails where given_up_at is not null')).toEqual([{ sealed: '' }]);
    });
    expect(server.received).toHaveLength(2);
  }, 20_000);
});
