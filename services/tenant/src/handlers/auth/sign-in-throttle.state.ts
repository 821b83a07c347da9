import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { addressBlock, Problem } from '#service-kit';
import { hashSecret } from '../../domain/secrets.js';
import { FORGIVEN_AFTER_MS, lockMs, type ThrottleKind } from '../../domain/auth/throttle.js';
import { KnownAddressesRepository } from '../../persistence/auth/known-addresses.repository.js';
import { SignInAttemptsRepository } from '../../persistence/auth/sign-in-attempts.repository.js';

export interface Attempt {
  /** Whose secret is tried, whether there is such an account or not; undefined for a token that names nobody. */
  email?: string;
  /** Where from; null when unknown. */
  address: string | null;
}

const MAX_WAITING = 64;

/**
 * Makes guessing slow: after a few failures in a row whoever guesses must wait, twice as long each time. Failures count by account and
 * address together first, so that a stranger locks nobody out; where an account has signed in from before nothing else counts.
 */
@Injectable()
export class SignInThrottle {
  /** The last attempt at each account in this process, and how many wait. */
  readonly #queues = new Map<string, { last: Promise<unknown>; waiting: number }>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly attempts: SignInAttemptsRepository,
    private readonly knownAddresses: KnownAddressesRepository,
  ) {}

  /**
   * Attempts at one account run one after the other, so that a thousand at the same instant are no thousand free guesses, and as many
   * right ones do no harm. Where the account is known they wait for one another and not for strangers.
   *
   * @param verify undefined says that the guess was wrong @throws {Problem} too_many_attempts
   */
  async guard<T>(attempt: Attempt, verify: () => Promise<T | undefined>): Promise<T | undefined> {
    const keys = keysOf(attempt);
    const isKnown = await this.#isKnown(attempt);
    return this.#inTurn(isKnown ? keys.pair : (keys.account ?? keys.pair), async () => {
      await this.#refuseLocked(isKnown ? { pair: keys.pair! } : keys);
      const result = await verify();
      await (result === undefined ? this.#failed(keys, isKnown) : this.#succeeded(keys));
      return result;
    });
  }

  /** Where somebody signs in from is where they may be expected again. In the transaction of the sign-in. */
  async remember(system: Transaction, userId: string, address: string | null): Promise<void> {
    if (address !== null) await this.knownAddresses.note(system, userId, addressBlock(address));
  }

  /** Lets somebody in who has proved by other means that the account is theirs. */
  async forget({ email, address }: Required<Attempt>): Promise<void> {
    const { pair, account } = keysOf({ email, address });
    await this.database.forSystem((tx) =>
      this.attempts.forget(
        tx,
        [pair, account].filter((key) => key !== undefined),
      ),
    );
  }

  async #isKnown({ email, address }: Attempt): Promise<boolean> {
    if (email === undefined || address === null) return false;
    return this.database.forSystem((tx) => this.knownAddresses.knows(tx, email.toLowerCase(), addressBlock(address)));
  }

  async #inTurn<T>(key: string | undefined, work: () => Promise<T>): Promise<T> {
    if (key === undefined) return work();
    const queue = this.#queues.get(key) ?? { last: Promise.resolve(), waiting: 0 };
    if (queue.waiting >= MAX_WAITING) throw tooMany(1_000);
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

  async #failed(keys: Keys, isKnown: boolean): Promise<void> {
    await this.database.forSystem(async (tx) => {
      for (const { key, failures } of await this.attempts.lock(tx, Object.values(keys).sort(), FORGIVEN_AFTER_MS)) {
        const counted = (Object.keys(keys) as (keyof Keys)[]).find((kind) => keys[kind] === key)!;
        const kind: ThrottleKind = counted === 'pair' && isKnown ? 'known' : counted;
        await this.attempts.save(tx, { key, failures: failures + 1, lockMs: lockMs(kind, failures + 1) });
      }
    });
  }

  /**
   * What its owner had mistyped from here is nobody's guess: that much, and no more, is taken back from the account and from the address.
   * Whoever guesses at others' accounts gains nothing by signing in to their own in between.
   */
  async #succeeded({ pair, account, address }: Keys): Promise<void> {
    if (!pair) return;
    await this.database.forSystem(async (tx) => {
      const others = [account, address].filter((key) => key !== undefined);
      const failures = (await this.attempts.lockThere(tx, [pair, ...others].sort())).find(({ key }) => key === pair)?.failures;
      if (failures === undefined) return;
      await this.attempts.giveBack(tx, others, failures);
      await this.attempts.forget(tx, [pair]);
    });
  }
}

type Keys = Partial<Record<'pair' | 'account' | 'address', string>>;

function keysOf({ email, address }: Attempt): Keys {
  const account = email?.toLowerCase();
  const block = address === null ? undefined : addressBlock(address);
  return {
    ...(account !== undefined && block !== undefined ? { pair: `pair:${hashSecret(`${account} ${block}`)}` } : {}),
    ...(account === undefined ? {} : { account: `account:${hashSecret(account)}` }),
    ...(block === undefined ? {} : { address: `address:${block}` }),
  };
}

const tooMany = (waitMs: number): Problem =>
  new Problem(429, 'too_many_attempts', 'Too many attempts failed; wait before the next, as Retry-After says.', undefined, {
    'retry-after': String(Math.ceil(waitMs / 1_000)),
  });
