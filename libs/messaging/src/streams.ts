import { AckPolicy, DeliverPolicy, DiscardPolicy, RetentionPolicy, StorageType, type JetStreamManager } from '@nats-io/jetstream';
import { DEAD_LETTER_STREAM, DEAD_LETTER_SUBJECT, durableOf, EVENTS, streamOf, type EventDefinition, type ServiceName } from '#contracts';

const nanos = (ms: number): number => ms * 1_000_000;

/** How long JetStream knows a message id again; must exceed {@link SYNC_WINDOW_MS} so that a republished event is recognised. */
export const DUPLICATE_WINDOW_MS = 4 * 60_000;
/** JetStream syncs to disk every two minutes by default: what it acknowledged in that time a power cut may take, with a margin. */
export const SYNC_WINDOW_MS = 3 * 60_000;
const EVENT_AGE_MS = 3 * 24 * 60 * 60_000;
const DEAD_LETTER_AGE_MS = 90 * 24 * 60 * 60_000;

/** Creates the streams that are missing: one per producing service, and the dead letters. */
export async function ensureStreams(manager: JetStreamManager): Promise<void> {
  const producers = [...new Set(EVENTS.map((event) => event.producer))];
  const wanted = [
    ...producers.map((producer) => ({ name: streamOf(producer), subjects: [`chasqui.${producer}.>`], ageMs: EVENT_AGE_MS })),
    { name: DEAD_LETTER_STREAM, subjects: [DEAD_LETTER_SUBJECT], ageMs: DEAD_LETTER_AGE_MS },
  ];
  for (const { name, subjects, ageMs } of wanted) {
    // Adding a stream that exists with the same settings is a no-op for the server.
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

/** Creates the durable consumer of a service for an event, if it is missing. @returns its name */
export async function ensureDurable(manager: JetStreamManager, event: EventDefinition, consumer: ServiceName): Promise<string> {
  const durable = durableOf(event, consumer);
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
