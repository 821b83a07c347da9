import { Injectable } from '@nestjs/common';
import { metaSerialize } from '#whatsapp';
import { PhoneFeed } from '../../clients/phone/phone-feed.js';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import { CONCURRENT_REQUESTS, WebhookClient, type WebhookAnswer } from '../../clients/webhooks/webhook.client.js';
import { FaultPlan } from '../../domain/control/faults.js';
import { GIVE_UP_AFTER_MS, retryDelayMs } from '../../domain/webhooks/retry-schedule.js';
import { packUpdates, type WebhookUpdate } from '../../domain/webhooks/webhook-update.js';
import type { InboundStatus } from '../../domain/phone/thread.js';
import { DeliveryLog } from '../../persistence/webhooks/delivery-log.js';
import { NumberDirectory } from '../../persistence/graph/number-directory.js';
import { ThreadLog } from '../../persistence/phone/thread-log.js';

interface Delivery {
  id: number;
  updates: WebhookUpdate[];
  body: Buffer;
  /** Epoch milliseconds, simulated. */
  firstAttemptAt?: number;
  failures: number;
}

/** Long enough to pack updates together, too short to notice. */
const REORDER_WINDOW_MS = 100;

/**
 * Delivers updates to the webhook: packs and signs them, and retries until it answers 200. Up to 16 requests run at once, so the order is
 * not kept, as at Meta. The queue is in memory: undelivered updates are lost when the process ends.
 */
@Injectable()
export class DeliverWebhooksHandler {
  private gathered: WebhookUpdate[] = [];
  private gathering = false;
  private queue: Delivery[] = [];
  private head = 0;
  private inFlight = 0;
  private nextId = 1;
  /** Grows on reset, so that late answers to forgotten requests change nothing. */
  private generation = 0;

  constructor(
    private readonly client: WebhookClient,
    private readonly clock: SimulatedClock,
    private readonly faults: FaultPlan,
    private readonly log: DeliveryLog,
    private readonly numbers: NumberDirectory,
    private readonly threads: ThreadLog,
    private readonly feed: PhoneFeed,
  ) {}

  /** Queues one update. Accounts without a subscription get nothing. */
  execute(update: WebhookUpdate): void {
    if (!this.numbers.isSubscribed(update.wabaId)) return;
    const { batch, reorder } = this.faults.current();
    if (!batch && !reorder) return this.dispatch([update]);
    this.gathered.push(update);
    if (batch && this.gathered.length >= batch.maxUpdates) return this.release();
    if (this.gathering) return;
    this.gathering = true;
    this.clock.schedule(batch ? batch.windowMs : REORDER_WINDOW_MS, () => this.release());
  }

  /** Call after faults or the address changed: waiting updates may go now. */
  resume(): void {
    this.pump();
  }

  reset(): void {
    this.generation += 1;
    this.gathered = [];
    this.gathering = false;
    this.queue = [];
    this.head = 0;
    this.log.clear();
  }

  pending(): { queued: number; inFlight: number } {
    return { queued: this.queue.length - this.head + this.gathered.length, inFlight: this.inFlight };
  }

  private release(): void {
    this.gathering = false;
    const { batch, reorder } = this.faults.current();
    const updates = this.gathered;
    this.gathered = [];
    if (reorder) shuffle(updates);
    const size = batch ? batch.maxUpdates : 1;
    for (let start = 0; start < updates.length; start += size) this.dispatch(updates.slice(start, start + size));
  }

  private dispatch(updates: WebhookUpdate[]): void {
    const body = Buffer.from(metaSerialize(packUpdates(updates, this.clock.now())), 'ascii');
    const { duplicates, webhookDelayMs } = this.faults.current();
    for (let copy = 0; copy <= duplicates; copy += 1) {
      const delivery: Delivery = { id: this.nextId++, updates, body, failures: 0 };
      if (webhookDelayMs > 0) this.clock.schedule(webhookDelayMs, () => this.enqueue(delivery));
      else this.enqueue(delivery);
    }
  }

  private enqueue(delivery: Delivery): void {
    this.queue.push(delivery);
    this.pump();
  }

  private pump(): void {
    if (this.client.url === undefined || this.faults.current().webhooksPaused) return;
    while (this.inFlight < CONCURRENT_REQUESTS && this.head < this.queue.length) {
      const delivery = this.queue[this.head++]!;
      // Shifting an array of a hundred thousand entries is too expensive; it is cut now and then.
      if (this.head > 4096) {
        this.queue = this.queue.slice(this.head);
        this.head = 0;
      }
      this.inFlight += 1;
      void this.attempt(delivery, this.generation);
    }
  }

  private async attempt(delivery: Delivery, generation: number): Promise<void> {
    delivery.firstAttemptAt ??= this.clock.now();
    for (const { inboundWamid } of delivery.updates) if (inboundWamid) this.tell(inboundWamid, 'sent');
    const answer = await this.client.post(delivery.body);
    this.inFlight -= 1;
    if (generation === this.generation) this.settle(delivery, answer);
    this.pump();
  }

  private settle(delivery: Delivery, answer: WebhookAnswer): void {
    const accepted = answer.status === 200;
    if (!accepted) delivery.failures += 1;
    const waitMs = retryDelayMs(delivery.failures);
    const givenUp = !accepted && this.clock.now() + waitMs > delivery.firstAttemptAt! + GIVE_UP_AFTER_MS;
    const nextAttemptAt = accepted || givenUp ? undefined : new Date(this.clock.now() + waitMs).toISOString();
    const reason = answer.error ?? `the webhook answered ${answer.status}`;
    this.log.add({
      id: delivery.id,
      at: new Date(this.clock.now()).toISOString(),
      attempt: delivery.failures + (accepted ? 1 : 0),
      state: accepted ? 'delivered' : givenUp ? 'given-up' : 'retrying',
      status: answer.status,
      ms: answer.ms,
      bytes: delivery.body.length,
      updates: delivery.updates.map((update) => update.label),
      error: accepted ? undefined : reason,
      nextAttemptAt,
    });
    for (const { inboundWamid } of delivery.updates) {
      if (!inboundWamid) continue;
      if (accepted) this.tell(inboundWamid, 'delivered');
      else this.tell(inboundWamid, givenUp ? 'lost' : 'retrying', { attempts: delivery.failures, reason, nextAttemptAt });
    }
    if (!accepted && !givenUp) this.clock.schedule(waitMs, () => this.enqueue(delivery));
  }

  /** Updates the ticks of the customer's message. A failed copy does not undo what another copy achieved. */
  private tell(wamid: string, status: InboundStatus, trouble?: { attempts: number; reason: string; nextAttemptAt?: string }): void {
    const message = this.threads.find(wamid);
    if (message?.direction !== 'inbound' || message.status === 'delivered' || message.status === 'read') return;
    if (status === 'sent' && message.status === 'retrying') return;
    this.threads.setInboundStatus(message, status, trouble);
    if (!this.feed.listening) return;
    const { phoneNumberId, contact } = message;
    this.feed.publish({ name: 'status', phoneNumberId, contact, data: { wamid, direction: 'inbound', status, trouble } });
  }
}

function shuffle(updates: WebhookUpdate[]): void {
  for (let index = updates.length - 1; index > 0; index -= 1) {
    const other = Math.floor(Math.random() * (index + 1));
    [updates[index], updates[other]] = [updates[other]!, updates[index]!];
  }
}
