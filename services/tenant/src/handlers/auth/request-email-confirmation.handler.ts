import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { EmailConfirmationsRepository } from '../../persistence/auth/email-confirmations.repository.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';
import { EmailConfirmationLinks } from './email-confirmation-links.step.js';

/** The mailbox may be a stranger's: anybody may register any address. */
const MAX_AN_HOUR = 3;

@Injectable()
export class RequestEmailConfirmationHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly confirmations: EmailConfirmationsRepository,
    private readonly links: EmailConfirmationLinks,
  ) {}

  /** Mails the caller another link; earlier links stay valid. @throws {Problem} already_confirmed, too_many_mails */
  async execute(userId: string): Promise<void> {
    await this.database.forSystem(async (tx) => {
      // Counts simultaneous requests one after the other.
      const user = await this.users.lock(tx, userId);
      if (!user) throw Problem.notFound('user');
      if (user.emailConfirmed) throw new Problem(409, 'already_confirmed', 'This address is already confirmed.');
      const { count, oldestLeavesMs } = await this.confirmations.recent(tx, userId);
      if (count >= MAX_AN_HOUR) {
        throw new Problem(429, 'too_many_mails', `At most ${MAX_AN_HOUR} links are sent per hour; look in your spam folder.`, undefined, {
          'retry-after': String(Math.ceil(oldestLeavesMs / 1_000)),
        });
      }
      await this.links.send(tx, user);
    });
  }
}
