import { AsyncLocalStorage } from 'node:async_hooks';
import { isDatabaseUnavailable } from './errors.js';
import { MustBeAlone, type Transaction } from './transaction.js';

export interface SharedWork {
  tenantId: string;
  run: (tx: Transaction) => Promise<unknown>;
}

interface Waiting extends SharedWork {
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

/** Runs works side by side in one transaction, each as its tenant. @returns what became of each; throws when the commit failed */
type Transact = (works: readonly SharedWork[]) => Promise<PromiseSettledResult<unknown>[]>;

/** Works in one shared transaction at most: more would hold their locks for longer than they save. */
const MAX_TOGETHER = 32;

/** Some works of a shared transaction failed, so nothing of it was kept. */
export class SharedFailure extends Error {
  constructor(readonly results: PromiseSettledResult<unknown>[]) {
    super('a work of a shared transaction failed');
  }
}

/**
 * Small works of any tenants, gathered into shared transactions. A tenant is in one of them at a time, so that its works never wait for
 * each other's locks across two; tenants take turns, so that nobody waits behind somebody else's backlog.
 */
export class SharedWorks {
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #busy = new Set<string>();
  #running = 0;
  #isScheduled = false;

  /** @param max shared transactions at a time */
  constructor(
    private readonly transact: Transact,
    private readonly alone: (work: SharedWork) => Promise<unknown>,
    private readonly max: number,
  ) {}

  add<T>(tenantId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const inContext = AsyncLocalStorage.snapshot();
    return new Promise<T>((resolve, reject) => {
      let queue = this.#waiting.get(tenantId);
      if (!queue) this.#waiting.set(tenantId, (queue = []));
      queue.push({ tenantId, run: (tx) => inContext(work, tx), resolve: resolve as (result: unknown) => void, reject });
      this.#schedule();
    });
  }

  /** Once this turn of the event loop is over: what is asked for in it goes together. */
  #schedule(): void {
    if (this.#isScheduled || this.#running >= this.max) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      while (this.#running < this.max) {
        const works = this.#take();
        if (works.length === 0) return;
        void this.#start(works);
      }
    });
  }

  /** One of each tenant that is not under way, and again, until there are enough. */
  #take(): Waiting[] {
    const works: Waiting[] = [];
    const idle = [...this.#waiting.keys()].filter((tenantId) => !this.#busy.has(tenantId));
    for (let turn = idle; turn.length > 0 && works.length < MAX_TOGETHER;) {
      const next: string[] = [];
      for (const tenantId of turn.slice(0, MAX_TOGETHER - works.length)) {
        const queue = this.#waiting.get(tenantId)!;
        works.push(queue.shift()!);
        // Behind everybody else's, the next time.
        this.#waiting.delete(tenantId);
        if (queue.length > 0) {
          this.#waiting.set(tenantId, queue);
          next.push(tenantId);
        }
      }
      turn = next;
    }
    return works;
  }

  async #start(works: Waiting[]): Promise<void> {
    const tenants = new Set(works.map(({ tenantId }) => tenantId));
    for (const tenantId of tenants) this.#busy.add(tenantId);
    this.#running++;
    await this.#run(works);
    this.#running--;
    for (const tenantId of tenants) this.#busy.delete(tenantId);
    if (this.#waiting.size > 0) this.#schedule();
  }

  /** No work can spoil another: those of a shared transaction that failed run again in smaller ones, and at last alone. */
  async #run(works: Waiting[]): Promise<void> {
    if (works.length === 1) return this.#runAlone(works);
    try {
      const results = await this.transact(works);
      works.forEach(({ resolve }, index) => resolve((results[index] as PromiseFulfilledResult<unknown>).value));
    } catch (error) {
      const outage = reasonsOf(error).find(isDatabaseUnavailable);
      if (outage) return works.forEach(({ reject }) => reject(outage));
      for (const part of smaller(works, error)) await this.#run(part);
    }
  }

  async #runAlone(works: Waiting[]): Promise<void> {
    for (const work of works) await this.alone(work).then(work.resolve, work.reject);
  }
}

const reasonsOf = (error: unknown): unknown[] =>
  error instanceof SharedFailure
    ? error.results.map((result) => (result.status === 'rejected' ? (result.reason as unknown) : undefined))
    : [error];

/** Those who asked to be alone apart from the others; else each tenant's apart; else each alone. */
function smaller(works: Waiting[], error: unknown): Waiting[][] {
  const reasons = reasonsOf(error);
  const asked = works.filter((_, index) => reasons[index] instanceof MustBeAlone);
  const hasFault = reasons.some((reason) => reason !== undefined && !(reason instanceof MustBeAlone));
  if (asked.length > 0 && asked.length < works.length && !hasFault) {
    return [works.filter((work) => !asked.includes(work)), ...asked.map((work) => [work])];
  }
  const byTenant = [...Map.groupBy(works, ({ tenantId }) => tenantId).values()];
  return byTenant.length > 1 ? byTenant : works.map((work) => [work]);
}
