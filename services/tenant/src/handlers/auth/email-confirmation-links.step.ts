import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CONFIG } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import { hashSecret } from '../../domain/secrets.js';
import { emailConfirmationMail } from '../../domain/mail/mail.js';
import { EmailConfirmationsRepository } from '../../persistence/auth/email-confirmations.repository.js';
import type { User } from '../../persistence/directory/users.repository.js';
import { MailQueue } from '../mail/mail-queue.step.js';

const LIFE_HOURS = 48;

/** Writes the mail that asks a person to confirm their address. */
@Injectable()
export class EmailConfirmationLinks {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly confirmations: EmailConfirmationsRepository,
    private readonly mails: MailQueue,
  ) {}

  async send(system: Transaction, user: User): Promise<void> {
    // Short enough to keep the link on one line of the mail.
    const token = `ec_${randomBytes(24).toString('base64url')}`;
    await this.confirmations.insert(system, {
      hash: hashSecret(token),
      userId: user.id,
      expiresAt: new Date(Date.now() + LIFE_HOURS * 60 * 60_000),
    });
    await this.mails.put(system, emailConfirmationMail(user.email, publicLink(this.config, `/confirm?token=${token}`), LIFE_HOURS));
  }
}
