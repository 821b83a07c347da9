import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { hashSecret } from '../../domain/api-key.js';
import { FORGIVEN_AFTER_MS, lockMs, type ThrottleKind } from '../../domain/throttle.js';
import { SignInAttemptsRepository } from '../../persistence/sign-in-attempts.repository.js';

export interface Attempt {
  /** Whose secret is tried, whether there is such an account or not; undefined for a token that names nobody. */
  email?: string;
  /** Where from; null when unknown. */
  address: string | null;
}

const MOST_WAITING = 64;

/** Makes guessing slow: after a few failures in a row an account, and an address, must wait, twice as long each time. */
@Injectable()
export class SignInThrottle {
  /** The last attempt at each account in this process, and how many wait. */
  readonly #queues = new Map<string, { last: Promise<unknown>; waiting: number }>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly attempts: SignInAttemptsRepository,
  ) {}

  /**
   * Attempts at one account run one after the other, so that a thousand at the same instant are no thousand free guesses, and as many
   * right ones do no harm.
   *
   * @param verify undefined says that the guess was wrong @throws {Problem} too_many_attempts
   */
  async guard<T>(attempt: Attempt, verify: () => Promise<T | undefined>): Promise<T | undefined> {
    const keys = keysOf(attempt);
    return this.#inTurn(keys.account, async () => {
      await this.#refuseLocked(keys);
      const result = await verify();
      await (result === undefined ? this.#failed(keys) : this.#succeeded(keys));
      return result;
    });
  }

  /** Lets somebody in who has proved by other means that the account is theirs. */
  async forget(email: string): Promise<void> {
    const { account } = keysOf({ email, address: null });
    await this.database.forSystem((tx) => this.attempts.forget(tx, account!));
  }

  async #inTurn<T>(key: string | undefined, work: () => Promise<T>): Promise<T> {
    if (key === undefined) return work();
    const queue = this.#queues.get(key) ?? { last: Promise.resolve(), waiting: 0 };
    if (queue.waiting >= MOST_WAITING) throw tooMany(1_000);
    this.#queues.set(key, queue);
    queue.waiting += 1;
    const mine = queue.last.then(work);
    queue.last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      queue.waiting -= 1;
      if (queue.waiting === 0) this.#queues.delete(key);
    }
  }

  async #refuseLocked(keys: Keys): Promise<void> {
    const waitMs = await this.database.forSystem((tx) => this.attempts.lockedForMs(tx, Object.values(keys)));
    if (waitMs > 0) throw tooMany(waitMs);
  }

  async #failed(keys: Keys): Promise<void> {
    await this.database.forSystem(async (tx) => {
      for (const { key, failures } of await this.attempts.lock(tx, Object.values(keys).sort(), FORGIVEN_AFTER_MS)) {
        const kind: ThrottleKind = key === keys.account ? 'account' : 'address';
        await this.attempts.save(tx, { key, failures: failures + 1, lockMs: lockMs(kind, failures + 1) });
      }
    });
  }

  /** An account starts anew. An address takes back one failure: its next guess may be at another account. */
  async #succeeded({ account, address }: Keys): Promise<void> {
    await this.database.forSystem(async (tx) => {
      if (account) await this.attempts.forget(tx, account);
      if (address) await this.attempts.giveBack(tx, address);
    });
  }
}

type Keys = Partial<Record<ThrottleKind, string>>;

const keysOf = ({ email, address }: Attempt): Keys => ({
  ...(email === undefined ? {} : { account: `account:${hashSecret(email.toLowerCase())}` }),
  ...(address === null ? {} : { address: `address:${address}` }),
});

const tooMany = (waitMs: number): Problem =>
  new Problem(429, 'too_many_attempts', 'Too many attempts failed; wait before the next, as Retry-After says.', undefined, {
    'retry-after': String(Math.ceil(waitMs / 1_000)),
  });
