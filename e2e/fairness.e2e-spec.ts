import { eventually, System, textBody } from './system.js';

/** Messages of the one that wait for their answers when the other writes. */
const BACKLOG = 1_500;
const MAX_POSTED = 20_000;
const IN_FLIGHT = 40;
/** What may be answered of the one before the other: what is under way at every step, and not what waits. */
const SOON = BACKLOG / 2;

describe('a flood of messages to one tenant', () => {
  let system: System;
  beforeAll(async () => {
    system = await System.start();
  }, 180_000);
  afterAll(async () => system?.destroy(), 60_000);

  it('delays nobody: a customer of another is answered among the first, and everybody is in the end', async () => {
    const [busy, quiet] = [system.tenant('acme-corp'), system.tenant('beta-store')];
    /** Answers that were sent. What becomes of them there is another matter: who wrote past the simulator's phone is a stranger to it. */
    const answered = async (tenantId: string): Promise<number> => {
      const [row] = await system.query<{ n: number }>(
        `select count(*)::int as n from message_sender.messages where tenant_id = $1 and state not in ('queued', 'sending', 'unknown')`,
        [tenantId],
      );
      return row!.n;
    };
    const write = async ({ outlets: [outlet], knowledgeBases: [base] }: typeof busy, wamid: string, from: number): Promise<void> => {
      const message = { wamid, from: String(from), text: base!.examples[0]!.question };
      const status = await system.webhook(textBody(outlet!.phoneNumberId, outlet!.wabaId, [message]));
      expect(status).toBe(200);
    };
    const before = { busy: await answered(busy.id), quiet: await answered(quiet.id) };
    let posted = 0;
    const waiting = async (): Promise<number> => posted - ((await answered(busy.id)) - before.busy);
    while ((await waiting()) < BACKLOG && posted < MAX_POSTED) {
      const first = posted;
      posted += BACKLOG / 2;
      let next = first;
      const post = async (): Promise<void> => {
        for (let n = next++; n < first + BACKLOG / 2; n = next++) await write(busy, `wamid.FLOOD.${n}`, 15_552_000_000 + n);
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, post));
    }
    const answeredBefore = await answered(busy.id);
    expect(posted - (answeredBefore - before.busy)).toBeGreaterThanOrEqual(BACKLOG);
    await write(quiet, 'wamid.QUIET', 15_553_000_000);

    await eventually(async () => expect(await answered(quiet.id)).toBe(before.quiet + 1), { timeoutMs: 120_000, everyMs: 50 });
    const [{ n: passed }] = (await system.query<{ n: number }>(
      `select count(*)::int as n from message_sender.messages
       where tenant_id = $1 and attempted_at < (select max(attempted_at) from message_sender.messages where tenant_id = $2)`,
      [busy.id, quiet.id],
    )) as [{ n: number }];
    expect(passed - answeredBefore).toBeLessThan(SOON);

    await eventually(async () => expect(await answered(busy.id)).toBe(before.busy + posted), { timeoutMs: 300_000, everyMs: 1_000 });
    expect(await answered(quiet.id)).toBe(before.quiet + 1);
  }, 600_000);
});
