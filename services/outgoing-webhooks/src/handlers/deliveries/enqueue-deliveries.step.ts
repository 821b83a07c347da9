import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import type { PublicEvent } from '../../domain/events/public-events.js';
import { DeliveriesRepository } from '../../persistence/deliveries/deliveries.repository.js';
import { QueueRepository } from '../../persistence/deliveries/queue.repository.js';
import { Clock } from '../endpoints/clock.state.js';
import { Listeners } from '../endpoints/listeners.state.js';
import { DeliveryWake } from './delivery-wake.state.js';

/** Events of a tenant wait at the endpoints that want them. */
@Injectable()
export class EnqueueDeliveries {
  constructor(
    private readonly listeners: Listeners,
    private readonly deliveries: DeliveriesRepository,
    private readonly queues: QueueRepository,
    private readonly wake: DeliveryWake,
    private readonly clock: Clock,
  ) {}

  async execute(tx: Transaction, events: readonly PublicEvent[]): Promise<void> {
    if (events.length === 0) return;
    const listeners = await this.listeners.all(tx);
    const rows = events.flatMap(({ id, type, lane, body }) =>
      listeners
        .filter(({ events: wanted }) => wanted.includes('*') || wanted.includes(type))
        .map((listener) => ({ id: v7(), endpointId: listener.id, eventId: id, event: type, lane, body })),
    );
    if (rows.length === 0) return;
    const now = this.clock.now().toISOString();
    await this.deliveries.insert(tx, rows, now);
    await this.queues.wait(tx, rows, now);
    tx.afterCommit(() => this.wake.wake());
  }
}
