import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { CONFIG } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import { normalAddress } from '../../domain/auth/typed.js';
import { hashSecret } from '../../domain/secrets.js';
import { passwordResetMail } from '../../domain/mail/mail.js';
import { PasswordResetsRepository } from '../../persistence/auth/password-resets.repository.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';
import { MailQueue } from '../mail/mail-queue.step.js';

const LIFE_MINUTES = 30;
/** Nobody may fill a mailbox through us. */
const MAX_AN_HOUR = 3;

@Injectable()
export class RequestPasswordResetHandler {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly mails: MailQueue,
  ) {}

  /** Never tells the caller whether the address has an account: only its mailbox learns that. */
  async execute(email: string): Promise<void> {
    // Short enough to keep the link on one line of the mail.
    const token = `pr_${randomBytes(24).toString('base64url')}`;
    await this.database.forSystem(async (tx) => {
      const user = await this.users.findByEmail(tx, normalAddress(email));
      if (!user || (await this.resets.countRecent(tx, user.id)) >= MAX_AN_HOUR) return;
      await this.resets.insert(tx, {
        hash: hashSecret(token),
        userId: user.id,
        expiresAt: new Date(Date.now() + LIFE_MINUTES * 60_000),
      });
      await this.mails.put(tx, passwordResetMail(user.email, publicLink(this.config, `/reset?token=${token}`), LIFE_MINUTES));
    });
  }
}
