import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { TenantDatabase, type Transaction } from '#database';
import { UsersRepository } from '../../persistence/directory/users.repository.js';

const MAX_REMEMBERED = 10_000;

/** Remembers the addresses of accounts, which never change. */
@Injectable()
export class AccountEmails {
  readonly #emails = new LRUCache<string, string>({ max: MAX_REMEMBERED });

  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
  ) {}

  /**
   * For whoever has read the account: so that nobody asks for it with a second connection while they hold a lock that others wait for with
   * theirs.
   *
   * @param email undefined: there is no such account
   */
  remember(userId: string, email: string | undefined): void {
    this.#emails.set(userId, email ?? '');
  }

  async of(tx: Transaction, userId: string): Promise<string | null> {
    const known = this.#emails.get(userId);
    if (known !== undefined) return known || null;
    // A tenant's role sees no accounts.
    const user = tx.tenantId
      ? await this.database.forSystem((system) => this.users.find(system, userId))
      : await this.users.find(tx, userId);
    if (!user) return null;
    // A transaction that is rolled back may have made the account; it would be made anew under another id.
    this.#emails.set(userId, user.email);
    return user.email;
  }
}
