import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { AccessCutsRepository } from '../../persistence/access-cuts.repository.js';
import { EmailConfirmationsRepository } from '../../persistence/email-confirmations.repository.js';
import { IdempotencyKeysRepository } from '../../persistence/idempotency-keys.repository.js';
import { MailsRepository } from '../../persistence/mails.repository.js';
import { PasswordResetsRepository } from '../../persistence/password-resets.repository.js';
import { SignInAttemptsRepository } from '../../persistence/sign-in-attempts.repository.js';

@Injectable()
export class ForgetExpiredHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly keys: IdempotencyKeysRepository,
    private readonly mails: MailsRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly confirmations: EmailConfirmationsRepository,
    private readonly attempts: SignInAttemptsRepository,
    private readonly cuts: AccessCutsRepository,
  ) {}

  /** Takes away what time has made useless. */
  async execute(): Promise<void> {
    await this.database.forSystem(async (tx) => {
      await this.keys.prune(tx);
      await this.mails.prune(tx);
      await this.resets.prune(tx);
      await this.confirmations.prune(tx);
      await this.attempts.prune(tx);
      await this.cuts.prune(tx);
    });
  }
}
