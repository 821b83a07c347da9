import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { hashSecret } from '../../domain/secrets.js';
import type { Actor } from '../../domain/audit/audit.js';
import { EmailConfirmationsRepository } from '../../persistence/auth/email-confirmations.repository.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { SignInThrottle } from './sign-in-throttle.state.js';

@Injectable()
export class ConfirmEmailHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly confirmations: EmailConfirmationsRepository,
    private readonly throttle: SignInThrottle,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * The link proves that the mailbox is read; being signed in proves that the account's owner reads it. Without the second, an attacker
   * could register somebody's address, make them open the link, and own a confirmed account with that address.
   *
   * @throws {Problem} invalid_confirmation_token, other_account, too_many_attempts
   */
  async execute(userId: string, token: string, by: Actor): Promise<void> {
    const hash = hashSecret(token);
    const found = await this.throttle.guard({ address: by.address }, () =>
      this.database.forSystem((tx) => this.confirmations.find(tx, hash)),
    );
    if (!found) throw invalidToken();
    if (found.userId !== userId) {
      throw new Problem(403, 'other_account', 'The link is for another account; sign in with the address that it was sent to.');
    }
    await this.database.forSystem(async (tx) => {
      if (!(await this.confirmations.use(tx, hash))) throw invalidToken();
      await this.confirmations.endAllOf(tx, userId);
      await this.users.confirmEmail(tx, userId);
      // Signed in, and reading the mail: the person agrees to the tenants that others put the account into.
      await this.users.agree(tx, userId);
      const [before, after] = [{ emailConfirmed: false }, { emailConfirmed: true }];
      await this.audit.recordOfUser(tx, by, userId, { action: 'user.email_confirmed', before, after });
    });
  }
}

const invalidToken = (): Problem =>
  new Problem(400, 'invalid_confirmation_token', 'The link was used or has expired; ask for a new one.', [
    { field: 'token', message: 'token was used or has expired' },
  ]);
