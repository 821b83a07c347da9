import type { ConsumerMessages } from '@nats-io/jetstream';
import { DEAD_LETTER_READER, DEAD_LETTER_STREAM } from '#contracts';
import type { Logger } from '#service-kit';
import { DEAD_LETTER_HEADERS } from './event-consumer.js';
import type { NatsLink } from './nats-link.js';
import { endWhenGone, ensureDeadLetterDurable } from './streams.js';

export interface DeadLetter {
  /** The service whose consumer gave up. */
  consumer: string;
  code: string;
  detail: string;
  /** The event as it was on its stream; not valid JSON in the worst case. */
  envelope: string;
}

/** Feeds every dead letter of every consumer to one handler, at least once, in order. Used by the ledger. */
export class DeadLetterReader {
  #messages: ConsumerMessages | undefined;
  #stopped = false;
  #running: Promise<void> | undefined;

  constructor(
    private readonly link: NatsLink,
    private readonly handle: (letter: DeadLetter) => Promise<void>,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.#running = this.#read();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#messages?.stop();
    await this.#running;
  }

  async #read(): Promise<void> {
    while (!this.#stopped) {
      try {
        await ensureDeadLetterDurable(await this.link.manager());
        const consumer = await this.link.streams.consumers.get(DEAD_LETTER_STREAM, DEAD_LETTER_READER.durable);
        this.#messages = await consumer.consume({ max_messages: 16, idle_heartbeat: 2_000 });
        // Told to stop while it was being set up: nothing else would end the iteration below.
        if (this.#stopped) this.#messages.stop();
        void endWhenGone(this.#messages);
        for await (const message of this.#messages) {
          if (this.#stopped) {
            message.nak();
            continue;
          }
          try {
            await this.handle({
              consumer: message.headers?.get(DEAD_LETTER_HEADERS.consumer) ?? 'unknown',
              code: message.headers?.get(DEAD_LETTER_HEADERS.code) ?? 'unknown',
              detail: message.headers?.get(DEAD_LETTER_HEADERS.detail) ?? '',
              envelope: message.string(),
            });
            message.ack();
          } catch (error) {
            this.logger.warn('a dead letter could not be recorded yet', error as Error);
            message.nak(1_000);
          }
        }
      } catch (error) {
        this.logger.debug('reading dead letters stopped', { reason: (error as Error).message });
      }
      if (!this.#stopped) await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
