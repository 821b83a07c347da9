import { messageReceived } from '#contracts';
import { TenantDatabase } from '#database';
import { NatsLink, Outbox, OutboxRelay } from '#messaging';
import { Logger } from '#service-kit';
import type { Infrastructure } from '#testing';
import { webhookBuilder as build } from '#whatsapp';
import { laneOf } from '../src/domain/webhooks/lane.js';
import { RoutePiece } from '../src/handlers/webhooks/route-piece.step.js';
import { SplitJournalHandler } from '../src/handlers/webhooks/split-journal.handler.js';
import { IngestConnection } from '../src/persistence/webhooks/ingest-connection.js';
import { OutletsRepository } from '../src/persistence/webhooks/outlets.repository.js';
import { WebhookItemsRepository } from '../src/persistence/webhooks/webhook-items.repository.js';
import { WebhookJournalRepository } from '../src/persistence/webhooks/webhook-journal.repository.js';
import { addOutlet, startWorld, TENANT_A, TENANT_B } from './gateway-world.js';

const ENTRIES = 500;
const SPLITTERS = 3;

/** As `split.thread.ts` puts them together, each on connections of its own. */
function splitterOf(infra: Infrastructure): { split: SplitJournalHandler; database: TenantDatabase } {
  const { DATABASE_URL, DATABASE_PASSWORD, NATS_URL } = infra.env('gateway') as Record<string, string>;
  const logger = Logger.create('gateway', 'silent');
  const database = new TenantDatabase({
    databaseUrl: DATABASE_URL!,
    password: DATABASE_PASSWORD!,
    schema: 'gateway',
    poolSize: 2,
  });
  const relay = new OutboxRelay(new NatsLink(NATS_URL!, 'gateway:split', logger), database, 'gateway', 'gateway', logger);
  const routing = new RoutePiece(new Outbox(relay, 'gateway'));
  const split = new SplitJournalHandler(
    database,
    new WebhookJournalRepository(),
    new OutletsRepository(),
    new WebhookItemsRepository(),
    routing,
    logger,
  );
  return { split, database };
}

it('several gateways take different entries of the journal: each is split once, with one event for each message', async () => {
  const infra = await startWorld();
  const splitters = Array.from({ length: SPLITTERS }, () => splitterOf(infra));
  try {
    const known = { wabaId: 'waba-a', phoneNumberId: 'phone-a' };
    await addOutlet(infra, TENANT_A, known.phoneNumberId, known.wabaId);
    const bodies = Array.from({ length: ENTRIES }, (_, n) =>
      Buffer.from(JSON.stringify(build.textWebhook(known, { wamid: `wamid.${n}`, from: '16505551234', body: 'hi' }))),
    );
    bodies.push(Buffer.from('no JSON'));
    await infra.owner.query('insert into gateway.webhook_journal (body) select unnest($1::bytea[])', [bodies]);
    const counts = await Promise.all(
      splitters.map(async ({ split }) => {
        let total = 0;
        for (let count = 1; count > 0; total += count) count = await split.execute(false);
        return total;
      }),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(ENTRIES + 1);
    expect(
      await infra.rows(
        `select kind, outcome, count(*)::int as items, count(distinct journal_id)::int as entries from gateway.webhook_items group by 1, 2 order by 1`,
      ),
    ).toEqual([
      { kind: 'body', outcome: 'parked', items: 1, entries: 1 },
      { kind: 'message', outcome: 'pending', items: ENTRIES, entries: ENTRIES },
    ]);
    expect(await infra.rows('select from gateway.webhook_journal where split_at is null')).toEqual([]);
    const events = await infra.outboxEvents(messageReceived, TENANT_A);
    expect(new Set(events.map(({ id }) => id)).size).toBe(ENTRIES);
    expect(events).toHaveLength(ENTRIES);
  } finally {
    await Promise.all(splitters.map(({ database }) => database.close()));
    await infra.stop();
  }
}, 60_000);

describe('a backlog of one number in the journal', () => {
  const BACKLOG = 3_000;
  const busy = { wabaId: 'waba-busy', phoneNumberId: '1001' };
  let infra: Infrastructure;
  let split: SplitJournalHandler;
  let database: TenantDatabase;
  let ingest: IngestConnection;

  beforeEach(async () => {
    infra = await startWorld();
    await addOutlet(infra, TENANT_A, busy.phoneNumberId, busy.wabaId);
    ({ split, database } = splitterOf(infra));
    ingest = new IngestConnection(infra.env('gateway') as never);
  }, 60_000);
  afterEach(async () => {
    await ingest?.close();
    await database?.close();
    await infra?.stop();
  }, 30_000);

  const bodyOf = (number: typeof busy, wamid: string): Buffer =>
    Buffer.from(JSON.stringify(build.textWebhook(number, { wamid, from: '16505551234', body: 'hi' })));
  const journal = async (bodies: Buffer[]): Promise<void> => {
    for (let n = 0; n < bodies.length; n += 250) await ingest.insert(bodies.slice(n, n + 250));
  };
  const wamids = async (tenantId: string): Promise<string[]> =>
    (await infra.outboxEvents(messageReceived, tenantId)).map(({ data }) => data.message.wamid);

  it.each([true, false])(
    'delays no other: its webhook is split with the next (beside requests: %s), and each keeps its order',
    async (besideRequests) => {
      const quiet = { wabaId: 'waba-quiet', phoneNumberId: '1002' };
      expect(laneOf(bodyOf(quiet, ''))).not.toBe(laneOf(bodyOf(busy, '')));
      await addOutlet(infra, TENANT_B, quiet.phoneNumberId, quiet.wabaId);
      await journal(Array.from({ length: BACKLOG }, (_, n) => bodyOf(busy, `busy.${n}`)));
      await split.execute(besideRequests);
      await journal(Array.from({ length: 5 }, (_, n) => bodyOf(quiet, `quiet.${n}`)));
      await split.execute(besideRequests);
      expect(await wamids(TENANT_B)).toEqual(Array.from({ length: 5 }, (_, n) => `quiet.${n}`));
      expect((await wamids(TENANT_A)).length).toBeLessThanOrEqual(400);
      while ((await split.execute(false)) > 0);
      expect(await wamids(TENANT_A)).toEqual(Array.from({ length: BACKLOG }, (_, n) => `busy.${n}`));
      expect(await infra.rows('select from gateway.webhook_journal where split_at is null')).toEqual([]);
    },
    60_000,
  );

  it('has its turns among more lanes than a claim looks into, and large bodies do not take those of others', async () => {
    const numbers = Array.from({ length: 100 }, (_, n) => ({ wabaId: `waba-${n}`, phoneNumberId: `${2_000 + n}` }));
    expect(new Set(numbers.map((number) => laneOf(bodyOf(number, '')))).size).toBeGreaterThan(90);
    const large = (n: number): Buffer => Buffer.concat([bodyOf(busy, `busy.${n}`), Buffer.alloc(4 * 1024 * 1024 - 2_000, ' ')]);
    for (let n = 0; n < 30; n++) await ingest.insert([large(n)]);
    await journal(numbers.flatMap((number) => [bodyOf(number, `${number.phoneNumberId}.0`), bodyOf(number, `${number.phoneNumberId}.1`)]));
    // Two large bodies a claim at most, and a round of so many claims.
    for (let claims = 0; claims < 10; claims++) await split.execute(false);
    const [left] = await infra.rows<{ large: number; small: number }>(
      `select count(*) filter (where octet_length(body) > 1e6)::int as large, count(*) filter (where octet_length(body) < 1e6)::int as small
       from gateway.webhook_journal where split_at is null`,
    );
    expect(left!.small).toBe(0);
    expect(left!.large).toBeGreaterThan(5);
  }, 60_000);
});
