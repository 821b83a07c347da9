import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import type { Transaction } from '#database';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { hashSecret } from '../../domain/secrets.js';
import type { Actor } from '../../domain/audit/audit.js';
import { RefreshTokensRepository } from '../../persistence/auth/refresh-tokens.repository.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { SignInThrottle } from './sign-in-throttle.state.js';

export interface Session {
  accessToken: string;
  refreshToken: string;
  /** Lifetime of the access token in seconds. */
  expiresIn: number;
}

const ACCESS_SECONDS = 15 * 60;
const REFRESH_MS = 30 * 24 * 60 * 60_000;

/** Issues the access token and the refresh token of a session. */
@Injectable()
export class IssueSession {
  readonly #secret: Uint8Array;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly users: UsersRepository,
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly throttle: SignInThrottle,
  ) {
    this.#secret = new TextEncoder().encode(config.AUTH_JWT_SECRET);
  }

  /** @param family the sign-in to which the tokens belong */
  async execute(system: Transaction, user: User, family: string, by: Actor): Promise<Session> {
    const { tenants, atMs } = await this.users.claims(system, user.id);
    const accessToken = await new SignJWT({ email: user.email, superadmin: user.superadmin, tenants, at: atMs, sid: family })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(user.id)
      .setIssuer('chasqui')
      .setAudience('chasqui')
      .setIssuedAt()
      .setExpirationTime(`${ACCESS_SECONDS}s`)
      .sign(this.#secret);
    const refreshToken = `rt_${randomBytes(32).toString('base64url')}`;
    await this.refreshTokens.insert(system, {
      hash: hashSecret(refreshToken),
      userId: user.id,
      family,
      expiresAt: new Date(Date.now() + REFRESH_MS),
    });
    await this.throttle.remember(system, user.id, by.address);
    return { accessToken, refreshToken, expiresIn: ACCESS_SECONDS };
  }
}
