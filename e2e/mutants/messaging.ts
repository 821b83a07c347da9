import { faultsOf } from './fault.ts';

const SPECS = ['libs/messaging/test/messaging.medium-spec.ts', 'libs/messaging/test/outages.medium-spec.ts'];
const AGING = ['libs/messaging/test/outbox-aging.medium-spec.ts'];

export const messaging = [
  ...faultsOf('libs/messaging/src/outbox.ts', SPECS, [
    [
      'an event is published before its transaction has committed',
      'tx.afterCommit(() => this.relay.publish(rows));',
      'tx.beforeCommit(() => { queueMicrotask(() => this.relay.publish(rows)); return { text: `select 1`, values: [] }; });',
    ],
    ['an event is only published by the sweep', 'tx.afterCommit(() => this.relay.publish(rows));', ''],
    ['a message takes more than it may', 'last.envelopes.length < MAX_EVENTS && ', ''],
    ['an event that no message can carry is taken', 'if (bytes > MAX_MESSAGE_BYTES) throw', 'if (bytes > 100 * MAX_MESSAGE_BYTES) throw'],
    ['data that does not fit the schema is told', 'data: event.data.parse(data),', 'data: data as never,'],
    ['an event goes without its trace', '...(traceId ? { traceId } : {}),', ''],
  ]),
  ...faultsOf('libs/messaging/src/outbox-relay.ts', SPECS, [
    [
      'a row counts as published before the stream has it',
      'this.#inFlight.add(row.id);',
      'this.#inFlight.add(row.id); this.#acknowledged.push({ tenantId: row.tenantId, id: row.id, seq: 1 }); this.#recordSoon();',
    ],
    [
      'a publication goes without its id, so that the stream cannot know it again',
      '{ msgID: row.id, timeout: 5_000 }',
      '{ timeout: 5_000 }',
    ],
    ['what could not leave is not swept', 'this.#sweepTimer = setInterval(() => void this.#sweep(), SWEEP_MS);', ''],
    ['what the stream lost is not published again', 'await this.#restoreLost();', ''],
  ]),
  ...faultsOf('libs/messaging/src/streams.ts', AGING, [
    ['the last minutes that are published again are 180 ms', 'SYNC_WINDOW_MS = ', 'SYNC_WINDOW_MS = 0.001 * '],
  ]),
  ...faultsOf('libs/messaging/src/lost-publications.ts', AGING, [
    ['the search for what was lost ends at the first slice', 'lostFrom = slice.from;', 'lostFrom = slice.from; break;'],
    [
      'a stream that was made anew counts as whole',
      'until: stream.created < end.newest ? stream.created : end.newest',
      "until: '-infinity'",
    ],
    ['only the first batch of what was lost is published again', 'if (count < BATCH) return total;', 'return total;'],
  ]),
  ...faultsOf('libs/messaging/src/inbox.ts', SPECS, [
    ['an event has its effect as often as it comes', 'return events.filter((event) => claimed.delete(event.id));', 'return [...events];'],
    [
      'an event that stands twice in a delivery has its effect twice',
      'return events.filter((event) => claimed.delete(event.id));',
      'return events.filter((event) => claimed.has(event.id));',
    ],
  ]),
  ...faultsOf('libs/messaging/src/publication.ts', SPECS, [
    [
      'a message leaves the stream although an event of it has to come again',
      'if (this.#againMs === undefined) this.message.ack();',
      'if (true) this.message.ack();',
    ],
    [
      'a message leaves the stream with its first event',
      'if (--this.#open > 0) return;',
      'if (--this.#open > 0) { this.message.ack(); return; }',
    ],
  ]),
  ...faultsOf('libs/messaging/src/event-consumer.ts', SPECS, [
    ['an outage uses up the attempts of an event', 'if (isOutage(error)) {', 'if (false) {'],
    [
      'an event leaves its stream before its dead letter is written',
      'const { message } = delivery;',
      'const { message } = delivery; message.ack();',
    ],
    [
      'a dead letter that cannot be written is forgotten',
      '} catch {\n      delivery.again(OUTAGE_RETRY_MS);',
      '} catch {\n      delivery.settle();',
    ],
    ['an event has one attempt more than its policy says', 'failures >= maxAttempts', 'failures > maxAttempts'],
    ['an event has one attempt less than its policy says', 'failures >= maxAttempts', 'failures >= maxAttempts - 1'],
    ['a poisoned event is tried again', 'error instanceof PoisonedEvent || failures', 'failures'],
    [
      'an event that does not fit its schema is handed to the handler',
      'event = { ...envelope, data: this.options.event.data.parse(envelope.data) };',
      'event = envelope;',
    ],
    [
      'events of one key are handled side by side',
      'const before = this.#lanes.get(key) ?? Promise.resolve();',
      'const before = Promise.resolve();',
    ],
    [
      'one event that fails takes its batch with it',
      'if (group.length > 1 && !isOutage(error)) {',
      'if (false) {',
      'services/conversation/test/batches.medium-spec.ts',
      'services/conversation/test/batch-equals-events.medium-spec.ts',
      'services/billing/test/billing.medium-spec.ts',
    ],
    [
      'a handler that takes long loses its delivery',
      '() => this.#inFlight.forEach(({ message }) => message.working()),',
      '() => undefined,',
      ...SPECS,
    ],
    [
      'back-off is left out',
      'delivery.again(backoffMs[Math.min(failures, backoffMs.length) - 1] ?? OUTAGE_RETRY_MS);',
      'delivery.again(0);',
    ],
  ]),
  ...faultsOf(
    'libs/messaging/src/dead-letters.ts',
    ['services/gateway/test/ledger.medium-spec.ts', 'services/gateway/test/replay.medium-spec.ts'],
    [['a dead letter that could not be recorded is taken off', 'message.nak(1_000);', 'message.ack();']],
  ),
];
