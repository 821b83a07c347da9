import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { inBatches } from '#service-kit';
import { AccessCutsRepository } from '../../persistence/auth/access-cuts.repository.js';
import { EmailConfirmationsRepository } from '../../persistence/auth/email-confirmations.repository.js';
import { IdempotencyKeysRepository } from '../../persistence/idempotency/idempotency-keys.repository.js';
import { KnownAddressesRepository } from '../../persistence/auth/known-addresses.repository.js';
import { MailsRepository } from '../../persistence/mail/mails.repository.js';
import { PasswordResetsRepository } from '../../persistence/auth/password-resets.repository.js';
import { RefreshTokensRepository } from '../../persistence/auth/refresh-tokens.repository.js';
import { SessionsRepository } from '../../persistence/auth/sessions.repository.js';
import { SignInAttemptsRepository } from '../../persistence/auth/sign-in-attempts.repository.js';

const BATCH = 1_000;

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
    private readonly tokens: RefreshTokensRepository,
    private readonly addresses: KnownAddressesRepository,
    private readonly sessions: SessionsRepository,
  ) {}

  /** Deletes what has expired. @param isStopped asked between batches */
  async execute(isStopped: () => boolean = () => false): Promise<void> {
    const { keys, mails, resets, confirmations, attempts, cuts, tokens, addresses, sessions } = this;
    for (const table of [keys, mails, resets, confirmations, attempts, cuts, tokens, addresses, sessions]) {
      await inBatches(BATCH, isStopped, (size) => this.database.forSystem((tx) => table.prune(tx, size)));
    }
  }
}
