import { Injectable } from '@nestjs/common';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import type { z } from 'zod';
import type { SignalDefinition } from '#contracts';
import { Logger } from '#service-kit';
import { NatsLink } from './nats-link.js';

/** Tells whoever listens right now; what is told while NATS is away, or to nobody, is gone. */
@Injectable()
export class Signals {
  readonly #following = new Set<{ start: (connection: NatsConnection) => void }>();

  constructor(
    private readonly link: NatsLink,
    private readonly logger: Logger,
  ) {
    link.onConnect(async (connection) => this.#following.forEach(({ start }) => start(connection)));
  }

  send<S extends SignalDefinition>(signal: S, tenantId: string, data: z.input<S['data']>): void {
    if (this.link.isUp) this.link.connection.publish(`${signal.subject}.${tenantId}`, JSON.stringify(signal.data.parse(data)));
  }

  /** Every process that follows hears it. @returns stops it */
  follow<S extends SignalDefinition>(signal: S, tenantId: string, hear: (data: z.infer<S['data']>) => void): () => void {
    let subscribed: { connection: NatsConnection; subscription: Subscription } | undefined;
    const start = (connection: NatsConnection): void => {
      // The client takes its subscriptions along when it reconnects by itself.
      if (subscribed?.connection === connection) return;
      const callback = (error: Error | null, message: Msg): void => {
        try {
          if (error) throw error;
          hear(signal.data.parse(message.json()) as z.infer<S['data']>);
        } catch (failure) {
          this.logger.warn(`${signal.name}: a signal could not be taken`, failure as Error);
        }
      };
      subscribed = { connection, subscription: connection.subscribe(`${signal.subject}.${tenantId}`, { callback }) };
    };
    const entry = { start };
    this.#following.add(entry);
    if (this.link.isUp) start(this.link.connection);
    return () => {
      this.#following.delete(entry);
      subscribed?.subscription.unsubscribe();
    };
  }
}
