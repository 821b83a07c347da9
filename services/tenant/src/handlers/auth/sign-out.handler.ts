import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { hashSecret } from '../../domain/api-key.js';
import { RefreshTokensRepository } from '../../persistence/refresh-tokens.repository.js';

@Injectable()
export class SignOutHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly refreshTokens: RefreshTokensRepository,
  ) {}

  /** Ends the whole sign-in, whichever of its tokens this is; one that nobody knows ends nothing. */
  async execute(refreshToken: string): Promise<void> {
    await this.database.forSystem((tx) => this.refreshTokens.revokeFamilyOf(tx, hashSecret(refreshToken)));
  }
}
