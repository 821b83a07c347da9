import { readFileSync } from 'node:fs';
import { eventually, System, textBody } from './system.js';

const SENDERS = 300;
const FLOOD_MS = 6_000;

/** Of one process, in bytes. */
function memoryOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kilobytes) * 1024;
}

describe('a flood of webhooks while the database commits nothing', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.start({ SERVICES: 'separate' });
  }, 180_000);
  afterAll(async () => system?.destroy(), 60_000);

  it('is turned away before the gateway has three times the memory that it has at rest, and is over when the database is back', async () => {
    const { phoneNumberId, wabaId } = system.tenant('acme-corp').outlets[0]!;
    const body = (wamid: string, bytes: number): unknown =>
      textBody(phoneNumberId, wabaId, [{ wamid, from: '15551000000', text: 'x'.repeat(bytes) }]);
    expect(await system.webhook(body('wamid.FLOOD.first', 10))).toBe(200);
    await eventually(async () => expect((await system.ledger()).items).toMatchObject({ pending: 0 }), { timeoutMs: 30_000 });
    const pid = system.pids.gateway!;
    const atRest = memoryOf(pid);
    let most = 0;
    const watching = setInterval(() => (most = Math.max(most, memoryOf(pid))), 20);
    const statuses: Record<number, number> = {};
    const flood = async (sender: number): Promise<void> => {
      for (let turn = 0; performance.now() < until; turn++) {
        // Every third body is of the size of a large batch of Meta's.
        const status = await system.webhook(body(`wamid.FLOOD.${sender}.${turn}`, sender % 3 === 0 ? 1_000_000 : 500)).catch(() => 0);
        statuses[status] = (statuses[status] ?? 0) + 1;
      }
    };
    const until = performance.now() + FLOOD_MS;
    await system.whileLocked('gateway.webhook_journal', () => Promise.all(Array.from({ length: SENDERS }, (_, sender) => flood(sender))));
    clearInterval(watching);
    expect(Object.keys(statuses)).toEqual(['503']);
    expect(most).toBeLessThan(3 * atRest);
    await eventually(async () => expect(await system.webhook(body('wamid.FLOOD.last', 10))).toBe(200), { timeoutMs: 10_000 });
  }, 120_000);
});
