import { messageReceived } from '#contracts';
import { TenantDatabase } from '#database';
import { NatsLink, Outbox, OutboxRelay } from '#messaging';
import { Logger } from '#service-kit';
import type { Infrastructure } from '#testing';
import { webhookBuilder as build } from '#whatsapp';
import { RoutePiece } from '../src/handlers/webhooks/route-piece.js';
import { SplitJournalHandler } from '../src/handlers/webhooks/split-journal.handler.js';
import { OutletsRepository } from '../src/persistence/outlets.repository.js';
import { WebhookItemsRepository } from '../src/persistence/webhook-items.repository.js';
import { WebhookJournalRepository } from '../src/persistence/webhook-journal.repository.js';
import { addOutlet, startWorld, TENANT_A } from './gateway-world.js';

const ENTRIES = 500;
const SPLITTERS = 3;

/** As `split.thread.ts` puts them together, each on connections of its own. */
function splitterOf(infra: Infrastructure): { split: SplitJournalHandler; database: TenantDatabase } {
  const { DATABASE_URL, DATABASE_ROLE_SECRET, NATS_URL } = infra.env() as Record<string, string>;
  const logger = Logger.create('gateway', 'silent');
  const database = new TenantDatabase({
    databaseUrl: DATABASE_URL!,
    roleSecret: DATABASE_ROLE_SECRET!,
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
