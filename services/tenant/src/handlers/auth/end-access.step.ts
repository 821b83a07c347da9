import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { AccessCutsRepository } from '../../persistence/auth/access-cuts.repository.js';
import { PasswordResetsRepository } from '../../persistence/auth/password-resets.repository.js';
import { RefreshTokensRepository } from '../../persistence/auth/refresh-tokens.repository.js';
import { SecondFactorsRepository } from '../../persistence/auth/second-factors.repository.js';

/** Ends whatever has opened an account so far: sign-ins, their access tokens, open links for a new password, and a second factor that somebody has begun. */
@Injectable()
export class EndAccess {
  constructor(
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly cuts: AccessCutsRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly factors: SecondFactorsRepository,
  ) {}

  /** @param keptSession the sign-in that goes on */
  async execute(system: Transaction, userId: string, keptSession?: string): Promise<void> {
    await this.resets.endAllOf(system, userId);
    await this.factors.dropPending(system, userId);
    await this.refreshTokens.revokeAllOf(system, userId, keptSession);
    await this.cuts.cut(system, userId, keptSession);
  }
}
