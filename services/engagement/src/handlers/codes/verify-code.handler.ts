import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { CONFIG, Problem } from '#service-kit';
import type { Config } from '../../config.js';
import { isRight, oneSpelling, type CodePurpose } from '../../domain/codes/code.js';
import { CodeCountsRepository } from '../../persistence/codes/code-counts.repository.js';
import { CodesRepository } from '../../persistence/codes/codes.repository.js';
import { CodeClock } from './clock.state.js';
import { LimitCodes } from './limit-codes.step.js';
import { readCodePhone } from './read-code-phone.js';

export interface CodeAttempt {
  phone: string;
  purpose: CodePurpose;
  code: string;
}

/** Whether somebody has the code that was sent to a number. */
@Injectable()
export class VerifyCodeHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly codes: CodesRepository,
    private readonly counts: CodeCountsRepository,
    private readonly limits: LimitCodes,
    private readonly clock: CodeClock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * A code is right once. Every attempt counts before it is compared, and whoever tries the same code waits for the outcome.
   *
   * @throws {Problem} validation_failed, phone_required, otp_wrong, otp_expired, otp_spent, otp_too_many
   */
  async execute(tenantId: string, { phone: written, purpose, code }: CodeAttempt): Promise<{ verified: true }> {
    const phone = oneSpelling(readCodePhone(written));
    const now = this.clock.now();
    // Thrown after the commit: a wrong attempt is one that counts.
    const refusal = await this.database.forTenant(tenantId, (tx) => this.#try(tx, { phone, purpose, code }, now));
    if (refusal) throw refusal;
    return { verified: true };
  }

  async #try(tx: Transaction, { phone, purpose, code }: CodeAttempt, now: Date): Promise<Problem | undefined> {
    await this.limits.verifying(tx, phone, purpose, now);
    const tried = await this.codes.attempt(tx, phone, purpose, now);
    if (!tried) return gone(await this.codes.lastState(tx, phone, purpose));
    const { id, hash, attempts, maxAttempts } = tried;
    if (isRight(this.config.OTP_PEPPER, { tenantId: tx.tenantId!, id, phone, purpose }, code, hash)) {
      await this.#close(tx, { id, phone, purpose }, 'verified', now);
      return undefined;
    }
    const attemptsLeft = maxAttempts - attempts;
    await this.counts.add(tx, now, [{ purpose, outcome: 'wrong' }]);
    if (attemptsLeft === 0) await this.#close(tx, { id, phone, purpose }, 'spent', now);
    return wrong(attemptsLeft);
  }

  async #close(
    tx: Transaction,
    { id, phone, purpose }: { id: string; phone: string; purpose: CodePurpose },
    outcome: 'verified' | 'spent',
    now: Date,
  ): Promise<void> {
    await this.codes.close(tx, phone, purpose, id);
    await this.codes.settle(tx, [id], outcome, now);
    await this.counts.add(tx, now, [{ purpose, outcome }]);
  }
}

const wrong = (attemptsLeft: number): Problem =>
  new Problem(
    422,
    'otp_wrong',
    attemptsLeft === 0
      ? 'The code is wrong, and counts no more. Send another one.'
      : `The code is wrong; it may be tried ${attemptsLeft} more times.`,
    undefined,
    {},
    { attemptsLeft },
  );

const gone = (state: string | undefined): Problem =>
  state === 'verified' || state === 'spent'
    ? new Problem(422, 'otp_spent', 'The code was used already, or tried too often. Send another one.')
    : new Problem(422, 'otp_expired', 'No code for this number and purpose counts any more. Send another one.');
