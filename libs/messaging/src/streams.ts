import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  RetentionPolicy,
  StorageType,
  type ConsumerMessages,
  type JetStreamManager,
} from '@nats-io/jetstream';
import {
  DEAD_LETTER_READER,
  DEAD_LETTER_STREAM,
  DEAD_LETTER_SUBJECT,
  durableOf,
  EVENTS,
  streamOf,
  type EventDefinition,
  type ServiceName,
} from '#contracts';

const nanos = (ms: number): number => ms * 1_000_000;

/** How long JetStream knows a message id again; must exceed {@link SYNC_WINDOW_MS} so that a republished event is recognised. */
export const DUPLICATE_WINDOW_MS = 4 * 60_000;
/** JetStream syncs to disk every two minutes by default: what it acknowledged in that time a power cut may take, with a margin. */
export const SYNC_WINDOW_MS = 3 * 60_000;
/** How long a stream keeps an event, if an operator has not changed it. */
export const EVENT_AGE_MS = 3 * 24 * 60 * 60_000;
export const DEAD_LETTER_AGE_MS = 90 * 24 * 60 * 60_000;

/** One stream per producing service, and the dead letters. */
const STREAMS = [
  ...[...new Set(EVENTS.map((event) => event.producer))].map((producer) => ({
    name: streamOf(producer),
    subjects: [`chasqui.${producer}.>`],
    ageMs: EVENT_AGE_MS,
  })),
  { name: DEAD_LETTER_STREAM, subjects: [DEAD_LETTER_SUBJECT], ageMs: DEAD_LETTER_AGE_MS },
];

/** The streams that a service writes to or reads from. */
export function streamsOf(service: ServiceName): string[] {
  const events = EVENTS.filter(({ producer, consumers }) => producer === service || consumers.includes(service));
  return [...new Set([...events.map(({ producer }) => streamOf(producer)), DEAD_LETTER_STREAM])];
}

/** Creates the streams that are missing: those of a service, or all. What an operator has tuned stays as it is. */
export async function ensureStreams(manager: JetStreamManager, service?: ServiceName): Promise<void> {
  const wanted = service && streamsOf(service);
  for (const { name, subjects, ageMs } of STREAMS) {
    if (wanted && !wanted.includes(name)) continue;
    if (await exists(() => manager.streams.info(name))) continue;
    await manager.streams.add({
      name,
      subjects,
      retention: RetentionPolicy.Limits,
      storage: StorageType.File,
      discard: DiscardPolicy.Old,
      max_age: nanos(ageMs),
      duplicate_window: nanos(DUPLICATE_WINDOW_MS),
    });
  }
}

async function exists(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    // 10059: stream not found; 10014: consumer not found (JetStream API error codes).
    const code = (error as { code?: unknown }).code;
    if (code === 10059 || code === 10014) return false;
    throw error;
  }
}

/** Creates every stream and durable of the catalog that is missing: for services whose user may create none. */
export async function ensureCatalog(manager: JetStreamManager): Promise<void> {
  await ensureStreams(manager);
  for (const event of EVENTS) for (const consumer of event.consumers) await ensureDurable(manager, event, consumer);
  await ensureDeadLetterDurable(manager);
}

/** Creates the durable under which dead letters are read, if it is missing. */
export async function ensureDeadLetterDurable(manager: JetStreamManager): Promise<void> {
  const { durable } = DEAD_LETTER_READER;
  if (await exists(() => manager.consumers.info(DEAD_LETTER_STREAM, durable))) return;
  await manager.consumers.add(DEAD_LETTER_STREAM, { durable_name: durable, ack_policy: AckPolicy.Explicit, max_ack_pending: 1 });
}

/** Creates the durable consumer of a service for an event, if it is missing. @returns its name */
export async function ensureDurable(manager: JetStreamManager, event: EventDefinition, consumer: ServiceName): Promise<string> {
  const durable = durableOf(event, consumer);
  if (await exists(() => manager.consumers.info(streamOf(event.producer), durable))) return durable;
  await manager.consumers.add(streamOf(event.producer), {
    durable_name: durable,
    filter_subject: event.subject,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: nanos(event.policy.ackWaitMs),
    // Attempts are counted by the consumer, which can tell a poisoned event from an outage; the server never gives up.
    max_deliver: -1,
    max_ack_pending: 2_000,
  });
  return durable;
}

const PULL_ENDED = new Set(['consumer_deleted', 'consumer_not_found', 'stream_not_found', 'heartbeats_missed', 'no_responders']);

/**
 * Ends a pull that gets nothing any more, so that its reader sets the consumer up anew: a stream that was restored from nothing has none,
 * and the client would go on asking.
 */
export async function endWhenGone(messages: ConsumerMessages): Promise<void> {
  for await (const status of messages.status()) {
    if (PULL_ENDED.has(status.type)) messages.stop(new Error(status.type));
  }
}
