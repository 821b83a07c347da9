import { connect, type Socket } from 'node:net';
import type { RunningService } from '#service-kit';
import { eventually, type Infrastructure } from '#testing';
import { postSigned, startGateway, startWorld } from './gateway-world.js';

const MAX_REQUESTS = 2_048;
const MAX_BYTES = 32 * 1024 * 1024;

interface Answer {
  status: number;
  retryAfter: string | null;
  body: string;
}

describe('a flood of webhooks while Postgres is slow', () => {
  let infra: Infrastructure;
  let gateway: RunningService;

  beforeAll(async () => {
    infra = await startWorld();
    // Of one address here: all that this process opens.
    gateway = await startGateway(infra, { CONNECTIONS_PER_ADDRESS: '10000' });
  }, 60_000);
  afterAll(async () => {
    await gateway?.close();
    await infra?.stop();
  }, 30_000);

  const send = async (raw: Buffer | string, answers: Answer[]): Promise<void> => {
    const response = await postSigned(gateway, raw);
    answers.push({ status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.text() });
  };
  /** No commit ends until the work is done. */
  async function whileSlow(work: () => Promise<void>): Promise<void> {
    const blocker = await infra.owner.connect();
    await blocker.query('begin; lock table gateway.webhook_journal in exclusive mode');
    try {
      await work();
    } finally {
      await blocker.query('commit');
      blocker.release();
    }
  }
  const expectTurnedAway = (answers: readonly Answer[]): void => {
    for (const { status, retryAfter, body } of answers) {
      expect({ status, retryAfter, problem: JSON.parse(body) as unknown }).toMatchObject({
        status: 503,
        retryAfter: '1',
        problem: { code: 'journal_unavailable', status: 503, title: expect.any(String), detail: expect.any(String) },
      });
    }
  };
  /** Each in a way to the gateway of its own, which announces a body and says nothing of it. */
  function silent(count: number, bytes: number): Socket[] {
    const { hostname, port } = new URL(gateway.url);
    return Array.from({ length: count }, () => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.write(
        `POST /webhooks/whatsapp HTTP/1.1\r\nHost: x\r\nX-Hub-Signature-256: sha256=x\r\nContent-Length: ${bytes}\r\nContent-Type: application/json\r\n\r\n`,
      );
      return socket;
    });
  }

  it('is turned away with 503 beyond the bytes that may be in hand, and what was taken is kept', async () => {
    const size = 3 * 1024 * 1024;
    const bodies = Array.from({ length: 16 }, (_, index) => Buffer.alloc(size, String.fromCharCode(65 + index)));
    const fit = Math.floor(MAX_BYTES / size);
    const answers: Answer[] = [];
    let sending: Promise<void>[] = [];
    await whileSlow(async () => {
      sending = bodies.map((body) => send(body, answers));
      // More of them on a machine that takes longer to carry the bodies than the gateway waits for a commit.
      await eventually(() => expect(answers.length).toBeGreaterThanOrEqual(bodies.length - fit), { everyMs: 5 });
      expectTurnedAway(answers);
    });
    await Promise.all(sending);
    await eventually(async () => {
      await send(bodies[0]!, answers);
      expect(answers.at(-1)!.status).toBe(200);
    });
    const kept = answers.filter(({ status }) => status === 200);
    const [row] = await infra.rows<{ n: number }>('select count(*)::int as n from gateway.webhook_journal where octet_length(body) = $1', [
      size,
    ]);
    // A commit may take longer than the gateway waits for it: then it may be there without a 200, and never the other way round.
    expect(row!.n).toBeGreaterThanOrEqual(kept.length);
  }, 30_000);

  it('is turned away beyond the bytes that are only announced; the room comes back when their senders go', async () => {
    const size = 4 * 1024 * 1024;
    const large = Buffer.alloc(1024 * 1024);
    const sockets = silent(MAX_BYTES / size, size);
    const answers: Answer[] = [];
    await eventually(async () => {
      await send(large, answers);
      // One that came while what was before was still in hand found no room.
      if (answers.at(-1)!.status !== 503) sockets.push(...silent(1, size));
      expect(answers.at(-1)!.status).toBe(503);
    });
    expectTurnedAway(answers.slice(-1));
    // Small ones have room of their own.
    await send('x', answers);
    expect(answers.at(-1)!.status).toBe(200);
    // Nobody without a signature takes room.
    expect((await fetch(`${gateway.url}/webhooks/whatsapp`, { method: 'POST', body: 'x' })).status).toBe(401);
    // Some were turned away: the others hold the room.
    for (const socket of sockets) socket.destroy();
    await eventually(async () => {
      await send(large, answers);
      expect(answers.at(-1)!.status).toBe(200);
    });
  }, 30_000);

  it('is turned away beyond the requests that may wait', async () => {
    // Some more than may wait: what does not get through on a busy machine is not missed.
    const sockets = silent(MAX_REQUESTS + 512, 1);
    const answers: Answer[] = [];
    try {
      await eventually(
        async () => {
          await send('x', answers);
          expect(answers.at(-1)!.status).toBe(503);
        },
        { timeoutMs: 30_000 },
      );
      expectTurnedAway(answers.slice(-1));
    } finally {
      for (const socket of sockets) socket.destroy();
    }
    await eventually(async () => {
      await send('y', answers);
      expect(answers.at(-1)!.status).toBe(200);
    });
  }, 60_000);
});
