import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { addressBlock, Problem } from '#service-kit';
import { normalAddress } from '../../domain/auth/typed.js';
import { hashSecret } from '../../domain/secrets.js';
import { FORGIVEN_AFTER_MS, lockMs, type ThrottleKind } from '../../domain/auth/throttle.js';
import { KnownAddressesRepository } from '../../persistence/auth/known-addresses.repository.js';
import { SignInAttemptsRepository } from '../../persistence/auth/sign-in-attempts.repository.js';

export interface Attempt {
  /** The account that is tried, existing or not; undefined for a token, which names none. */
  email?: string;
  /** The caller's address; null if unknown. */
  address: string | null;
  /** `code`: of a second factor, which is counted apart from passwords. */
  factor?: 'code';
}

const MAX_WAITING = 64;

/**
 * Slows guessing down: after a few failures in a row the caller must wait, twice as long each time. Failures first count per account and
 * address, so that a stranger locks nobody out. From an address where the account has signed in before, only these count,
 * and for codes a bound of the account that is higher than that of strangers.
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
      await this.#refuseLocked(isKnown ? withoutStrangers(keys) : keys);
      const result = await verify();
      await (result === undefined ? this.#failed(keys, isKnown, attempt.factor) : this.#succeeded(keys));
      return result;
    });
  }

  /** Remembers the address of a successful sign-in, in its transaction. */
  async remember(system: Transaction, userId: string, address: string | null): Promise<void> {
    if (address !== null) await this.knownAddresses.note(system, userId, addressBlock(address));
  }

  /** Only the caller's address stays known: from the others nobody has shown a second factor. In the transaction that turns it on. */
  async forgetOthers(system: Transaction, userId: string, address: string | null): Promise<void> {
    await this.knownAddresses.keepOnly(system, userId, address === null ? null : addressBlock(address));
  }

  /** Removes the locks of a person who has proved by other means that the account is theirs. */
  async forget({ email, address }: { email: string; address: string | null }): Promise<void> {
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
    return this.database.forSystem((tx) => this.knownAddresses.knows(tx, normalAddress(email), addressBlock(address)));
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

  async #failed(keys: Keys, isKnown: boolean, factor: Attempt['factor']): Promise<void> {
    await this.database.forSystem(async (tx) => {
      for (const { key, failures } of await this.attempts.lock(tx, Object.values(keys).sort(), FORGIVEN_AFTER_MS)) {
        const counted = (Object.keys(keys) as (keyof Keys)[]).find((kind) => keys[kind] === key)!;
        const kind = factor === 'code' ? KINDS_OF_CODES[counted] : counted === 'pair' && isKnown ? 'known' : KINDS[counted];
        await this.attempts.save(tx, { key, failures: failures + 1, lockMs: lockMs(kind, failures + 1) });
      }
    });
  }

  /**
   * The failures of this pair were typing errors, not guesses: subtracts exactly these from the account and the address. Signing in to an
   * account of their own in between does not help anyone who guesses at others.
   */
  async #succeeded({ pair, account, address, everywhere }: Keys): Promise<void> {
    if (!pair) return;
    await this.database.forSystem(async (tx) => {
      const others = [account, address, everywhere].filter((key) => key !== undefined);
      const failures = (await this.attempts.lockThere(tx, [pair, ...others].sort())).find(({ key }) => key === pair)?.failures;
      if (failures === undefined) return;
      await this.attempts.giveBack(tx, others, failures);
      await this.attempts.forget(tx, [pair]);
    });
  }
}

type Keys = Partial<Record<'pair' | 'account' | 'address' | 'everywhere', string>>;
const KINDS: Record<keyof Keys, ThrottleKind> = { pair: 'pair', account: 'account', address: 'address', everywhere: 'code-everywhere' };
const KINDS_OF_CODES: Record<keyof Keys, ThrottleKind> = { ...KINDS, pair: 'code', account: 'code-account' };

/** What strangers do does not lock a known address, up to the bound of `everywhere`. */
const withoutStrangers = ({ pair, everywhere }: Keys): Keys => ({
  ...(pair === undefined ? {} : { pair }),
  ...(everywhere === undefined ? {} : { everywhere }),
});

function keysOf({ email, address, factor }: Attempt): Keys {
  const account = email === undefined ? undefined : normalAddress(email);
  const block = address === null ? undefined : addressBlock(address);
  if (factor === 'code') {
    return {
      ...(account !== undefined && block !== undefined ? { pair: `code:${hashSecret(`${account} ${block}`)}` } : {}),
      ...(account === undefined
        ? {}
        : { account: `code-account:${hashSecret(account)}`, everywhere: `code-everywhere:${hashSecret(account)}` }),
    };
  }
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
