import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { addressBlock, Problem } from '#service-kit';
import { hashSecret } from '../../domain/secrets.js';
import { FORGIVEN_AFTER_MS, lockMs, type ThrottleKind } from '../../domain/auth/throttle.js';
import { KnownAddressesRepository } from '../../persistence/auth/known-addresses.repository.js';
import { SignInAttemptsRepository } from '../../persistence/auth/sign-in-attempts.repository.js';

export interface Attempt {
  /** The account that is tried, existing or not; undefined for a token, which names none. */
  email?: string;
  /** The caller's address; null if unknown. */
  address: string | null;
}

const MAX_WAITING = 64;

/**
 * Slows guessing down: after a few failures in a row the caller must wait, twice as long each time. Failures first count per account and
 * address, so that a stranger locks nobody out. From an address where the account has signed in before, only these count.
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
   * Runs attempts at one account one after the other: a thousand at once must not be a thousand free guesses. Attempts from a known
   * address do not wait for those of strangers.
   *
   * @param verify returns undefined for a wrong guess @throws {Problem} too_many_attempts
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

  /** Remembers the address of a successful sign-in, in its transaction. */
  async remember(system: Transaction, userId: string, address: string | null): Promise<void> {
    if (address !== null) await this.knownAddresses.note(system, userId, addressBlock(address));
  }

  /** Removes the locks of a person who has proved by other means that the account is theirs. */
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
   * The failures of this pair were typing errors, not guesses: subtracts exactly these from the account and the address. Signing in to an
   * account of their own in between does not help anyone who guesses at others.
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
  new Problem(429, 'too_many_attempts', 'Too many attempts failed; Retry-After says how long to wait.', undefined, {
    'retry-after': String(Math.ceil(waitMs / 1_000)),
  });
