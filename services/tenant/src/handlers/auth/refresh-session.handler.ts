import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Logger, Problem } from '#service-kit';
import { GRACE_MS, newSalt, successorOf } from '../../domain/auth/refresh-token.js';
import { hashSecret } from '../../domain/secrets.js';
import type { Actor } from '../../domain/audit/audit.js';
import { RefreshTokensRepository } from '../../persistence/auth/refresh-tokens.repository.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { IssueSession, type Session } from './issue-session.step.js';

@Injectable()
export class RefreshSessionHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly issueSession: IssueSession,
    private readonly audit: AuditTrail,
    private readonly logger: Logger,
  ) {}

  /**
   * Each refresh token works once. If one is used twice, either the first or the second user stole it: since nobody can tell which, the
   * whole sign-in ends (RFC 9700, section 4.14.2). Only the one that was just used gets the same answer again for a moment
   * ({@link GRACE_MS}), until its successor is used: there is one line of tokens, whoever asks.
   *
   * @throws {Problem} invalid_refresh_token
   */
  async execute(refreshToken: string, by: Actor): Promise<Session> {
    const hash = hashSecret(refreshToken);
    // Refusals are values here: an exception would roll back the revocation.
    const session = await this.database.forSystem(async (tx) => {
      const owner = await this.refreshTokens.ownerOf(tx, hash);
      const user = owner && (await this.users.lock(tx, owner));
      const salt = newSalt();
      const used = user && (await this.refreshTokens.use(tx, hash, salt));
      if (used) return this.issueSession.goOn(tx, user, used.family, by, successorOf(refreshToken, salt));
      const before = user && (await this.refreshTokens.saltOfJustUsed(tx, hash, GRACE_MS));
      const again = before && (await this.issueSession.again(tx, user, successorOf(refreshToken, before)));
      if (again) return again;
      const { ended, userId } = await this.refreshTokens.revokeFamilyOfUsed(tx, hash);
      if (ended > 0) this.logger.warn('a used refresh token came again; its sign-in was ended');
      if (userId) await this.audit.recordOfUser(tx, by, userId, { action: 'session.reuse_detected', before: null, after: null });
      return undefined;
    });
    if (!session) throw new Problem(401, 'invalid_refresh_token', 'The refresh token was used, revoked or has expired; sign in again.');
    return session;
  }
}
