import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { isDatabaseUnavailable } from '#database';
import { Logger } from '#service-kit';
import type { WaitingInbox } from '../../domain/ownership/waits.js';
import { AssignmentCalls } from '../../handlers/ownership/assignment-calls.state.js';
import { AssignWaitingHandler } from '../../handlers/ownership/assign-waiting.handler.js';
import { EscalateHandler } from '../../handlers/ownership/escalate.handler.js';
import { FindWaitsHandler } from '../../handlers/ownership/find-waits.handler.js';
import { WakeConversationHandler } from '../../handlers/ownership/wake-conversation.handler.js';

const SWEEP_MS = 1_000;

/** Every second: what slept wakes, what nobody answered in time escalates, what waits is given away. The last also at once, when called. */
@Injectable()
export class InboxJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #running = new Set<Promise<void>>();
  /** Inboxes that are being given away, and whether something came to wait meanwhile: each takes one connection, however many wait. */
  readonly #assigning = new Map<string, { isCalledAgain: boolean }>();
  #timer: NodeJS.Timeout | undefined;
  #sweeping = false;
  #stopped = false;

  constructor(
    private readonly calls: AssignmentCalls,
    private readonly findWaits: FindWaitsHandler,
    private readonly wake: WakeConversationHandler,
    private readonly escalate: EscalateHandler,
    private readonly assignWaiting: AssignWaitingHandler,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.calls.listen((inbox) => this.#track(this.#assign(inbox)));
    this.#timer = setInterval(() => this.#track(this.#sweep()), SWEEP_MS);
  }

  /** What is not done now stands in the database and is swept up by the next process. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    this.calls.stop();
    clearInterval(this.#timer);
    await Promise.all(this.#running);
  }

  #track(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  async #assign(inbox: WaitingInbox): Promise<void> {
    const running = this.#assigning.get(inbox.outletId);
    if (running) return void (running.isCalledAgain = true);
    const call = { isCalledAgain: true };
    this.#assigning.set(inbox.outletId, call);
    while (call.isCalledAgain && !this.#stopped) {
      call.isCalledAgain = false;
      await this.#try(() => this.assignWaiting.execute(inbox));
    }
    this.#assigning.delete(inbox.outletId);
  }

  async #sweep(): Promise<void> {
    if (this.#sweeping || this.#stopped) return;
    this.#sweeping = true;
    await this.#try(async () => {
      const { overdue, rested, waiting } = await this.findWaits.execute();
      const works = [
        ...rested.map((due) => () => this.wake.execute(due)),
        ...overdue.map((due) => () => this.escalate.execute(due)),
        ...waiting.map((inbox) => () => this.#assign(inbox)),
      ];
      // One after another: they are few, and what customers and agents do comes first.
      for (const work of works) if (!this.#stopped) await this.#try(work);
    });
    this.#sweeping = false;
  }

  /** Nothing is lost: the next sweep tries again. */
  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger[isDatabaseUnavailable(error) ? 'debug' : 'warn']('what is due in an inbox was not done yet', error as Error);
    }
  }
}
