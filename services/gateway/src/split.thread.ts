import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { plainPools, TenantDatabase, type TenantDatabaseOptions } from '#database';
import { NatsLink } from '#messaging/nats-link.js';
import { OutboxRelay } from '#messaging/outbox-relay.js';
import { Outbox } from '#messaging/outbox.js';
import { Logger } from '#service-kit/logger.js';
import type { SplitThreadData } from './entrypoints/webhooks/split-journal.job.js';
import { SplitLoop } from './entrypoints/webhooks/split-loop.job.js';
import { IngestPressure } from './handlers/webhooks/ingest-pressure.state.js';
import { RoutePiece } from './handlers/webhooks/route-piece.step.js';
import { SplitJournalHandler } from './handlers/webhooks/split-journal.handler.js';
import { OutletsRepository } from './persistence/webhooks/outlets.repository.js';
import { WebhookItemsRepository } from './persistence/webhooks/webhook-items.repository.js';
import { WebhookJournalRepository } from './persistence/webhooks/webhook-journal.repository.js';

/*
 * The thread that takes the journal apart (ADR 12), so that nothing of it stands between a webhook and its answer: an event loop, a
 * connection to Postgres and one to NATS of its own. Wired by hand and from single files, because Nest and what comes with it would
 * take more memory than all the rest of it.
 */
const { config, memory } = workerData as SplitThreadData;

// Of a thread, in Linux: where processors are short, answers go first.
if (process.platform === 'linux') setPriority(10);

const logger = Logger.create('gateway', config.LOG_LEVEL);
// One connection splits, another one records what the stream has acknowledged.
const options: TenantDatabaseOptions = {
  databaseUrl: config.DATABASE_URL,
  password: config.DATABASE_PASSWORD,
  schema: 'gateway',
  poolSize: 2,
};
const database = new TenantDatabase(options, plainPools(options));
const link = new NatsLink(config.NATS_URL, 'gateway:split', logger);
// Not started: what does not leave from here is found by the sweep of the main thread.
const relay = new OutboxRelay(link, database, 'gateway', 'gateway', logger);
const split = new SplitJournalHandler(
  database,
  new WebhookJournalRepository(),
  new OutletsRepository(),
  new WebhookItemsRepository(),
  new RoutePiece(new Outbox(relay, 'gateway')),
  logger,
);
const loop = new SplitLoop(split, new IngestPressure(memory), () => relay.inFlight, logger);

parentPort!.on('message', (message: 'wake' | 'stop') => {
  if (message === 'wake') return loop.wake();
  parentPort!.close();
  void stop();
});
link.start();
loop.start();

async function stop(): Promise<void> {
  await loop.stop();
  await relay.stop();
  await link.close();
  await database.close();
}
