import { eventually, System, textBody } from './system.js';

const MESSAGES = 2_000;
const IN_FLIGHT = 40;
/** The order of the path, and the two stores under it. The supervisor starts each again. */
const VICTIMS = [
  'gateway',
  'conversation',
  'llm-orchestration',
  'knowledge',
  'message-sender',
  'tenant',
  'billing',
  'analytics',
  'outgoing-webhooks',
  'commerce',
  'engagement',
  'nats',
  'postgres',
];

describe('kill -9 of each process in turn while messages come in', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ SERVICES: 'separate', UNKNOWN_RESEND_AFTER_MS: '10000', LOG_LEVEL: 'info' });
  }, 180_000);
  afterAll(async () => system?.destroy(), 60_000);

  it(`keeps every one of ${MESSAGES} acknowledged messages: exactly one row and exactly one reply each`, async () => {
    const acme = system.tenant('acme-corp');
    const [{ phoneNumberId, wabaId }] = acme.outlets as [(typeof acme.outlets)[0]];
    const expected = Array.from({ length: MESSAGES }, (_, index) => ({
      wamid: `wamid.KILL.${index}`,
      from: String(15_551_000_000 + index),
    }));

    // Like Meta: what is not answered with 200 is sent again until it is.
    const queue = [...expected];
    const postAll = async (): Promise<void> => {
      for (let message = queue.shift(); message; message = queue.shift()) {
        const body = textBody(phoneNumberId, wabaId, [{ ...message, text: 'What are your opening hours?' }]);
        for (;;) {
          const status = await system.webhook(body).catch(() => 0);
          if (status === 200) break;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    };
    const senders = Promise.all(Array.from({ length: IN_FLIGHT }, postAll));

    const killed: string[] = [];
    for (const [index, victim] of VICTIMS.entries()) {
      // Each falls at its own point of the run, while there is still traffic.
      await eventually(() => expect(MESSAGES - queue.length).toBeGreaterThan((index * MESSAGES) / (VICTIMS.length + 1)), {
        timeoutMs: 180_000,
        everyMs: 5,
      });
      const pid = system.pids[victim];
      if (!pid) throw new Error(`no process ${victim} in pids.json`);
      process.kill(pid, 'SIGKILL');
      killed.push(victim);
      await eventually(() => expect(system.pids[victim]).not.toBe(pid), { timeoutMs: 30_000 });
    }
    await senders;
    expect(killed).toEqual(VICTIMS);

    await eventually(
      async () => {
        const { items } = await system.ledger();
        expect(items).toMatchObject({ pending: 0, dead: 0, parked: 0 });
        const rows = await system.query<{ n: number }>(
          `select count(*)::int as n from message_sender.messages where state in ('queued', 'sending', 'unknown')`,
        );
        expect(rows[0]!.n).toBe(0);
        const answered = new Set(
          (await system.thread(acme)).filter((message) => message.direction === 'outbound').map((message) => message.callbackData),
        );
        expect(answered.size).toBeGreaterThanOrEqual(MESSAGES);
      },
      { timeoutMs: 240_000, everyMs: 1_000 },
    );

    const rows = await system.query<{ wamid: string; n: number }>(
      `select wamid, count(*)::int as n from conversation.messages where direction = 'inbound' group by wamid`,
    );
    expect(new Map(rows.map((row) => [row.wamid, row.n]))).toEqual(new Map(expected.map(({ wamid }) => [wamid, 1])));

    const replies = new Map<string, number>();
    for (const message of await system.thread(acme)) {
      if (message.direction !== 'outbound') continue;
      replies.set(message.contact!, (replies.get(message.contact!) ?? 0) + 1);
    }
    const wrong = expected.filter(({ from }) => replies.get(from) !== 1).map(({ from }) => ({ from, replies: replies.get(from) ?? 0 }));
    expect(wrong).toEqual([]);
  }, 600_000);
});
