import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { hashSecret } from '../../domain/secrets.js';
import { AccessCutsRepository } from '../../persistence/auth/access-cuts.repository.js';
import { RefreshTokensRepository } from '../../persistence/auth/refresh-tokens.repository.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';

@Injectable()
export class SignOutHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly cuts: AccessCutsRepository,
  ) {}

  /** Ends the whole sign-in of a token, its access tokens included. Does nothing for an unknown token. */
  async execute(refreshToken: string): Promise<void> {
    const hash = hashSecret(refreshToken);
    await this.database.forSystem(async (tx) => {
      const owner = await this.refreshTokens.ownerOf(tx, hash);
      if (!owner) return;
      await this.users.lock(tx, owner);
      const session = await this.refreshTokens.revokeFamilyOf(tx, hash);
      if (session) await this.cuts.cutSession(tx, session);
    });
  }
}
