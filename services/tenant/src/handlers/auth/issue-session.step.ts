import { Inject, Injectable } from '@nestjs/common';
import { SignJWT } from 'jose';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import { CONFIG, Problem } from '#service-kit';
import type { Config } from '../../config.js';
import { firstRefreshToken } from '../../domain/auth/refresh-token.js';
import { hashSecret } from '../../domain/secrets.js';
import type { Actor } from '../../domain/audit/audit.js';
import { RefreshTokensRepository } from '../../persistence/auth/refresh-tokens.repository.js';
import { SessionsRepository } from '../../persistence/auth/sessions.repository.js';
import { UsersRepository, type PersonClaims, type User } from '../../persistence/directory/users.repository.js';
import { SecondFactor, type Proof } from './second-factor.step.js';
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
    private readonly sessions: SessionsRepository,
    private readonly secondFactor: SecondFactor,
    private readonly throttle: SignInThrottle,
  ) {
    this.#secret = new TextEncoder().encode(config.AUTH_JWT_SECRET);
  }

  /**
   * Begins a sign-in: the one way in which any begins, so that none passes by the second factor of whoever has one.
   *
   * @param proof what ProveSecondFactorHandler found of their code @throws {Problem} two_factor_needed, wrong_code; not_found for a deleted person
   */
  async begin(system: Transaction, { id }: Pick<User, 'id'>, proof: Proof | undefined, by: Actor): Promise<Session> {
    // As they are now: whoever turned a second factor on, or off, while a password was being checked, did so before this.
    const user = await this.users.lock(system, id);
    if (!user) throw Problem.notFound('user');
    await this.secondFactor.spend(system, user, proof, by);
    return this.goOn(system, user, v7(), by, firstRefreshToken());
  }

  /**
   * The next tokens of a sign-in.
   *
   * @param family the sign-in to which the tokens belong @param refreshToken the one that takes the place of a used one
   */
  async goOn(system: Transaction, user: User, family: string, by: Actor, refreshToken: string): Promise<Session> {
    const claims = await this.users.claims(system, user.id);
    await this.refreshTokens.insert(system, {
      hash: hashSecret(refreshToken),
      userId: user.id,
      family,
      issuedAt: new Date(claims.atMs),
      expiresAt: new Date(Date.now() + REFRESH_MS),
    });
    await this.sessions.note(system, { id: family, userId: user.id, agent: by.agent ?? null, address: by.address });
    await this.throttle.remember(system, user.id, by.address);
    return { accessToken: await this.#sign(user, family, claims), refreshToken, expiresIn: ACCESS_SECONDS };
  }

  /** The tokens that were issued with a refresh token that nobody has used yet, once more. @returns undefined for any other */
  async again(system: Transaction, user: User, refreshToken: string): Promise<Session | undefined> {
    const issued = await this.refreshTokens.findUnused(system, hashSecret(refreshToken));
    if (!issued) return undefined;
    // As of then: what has ended since has ended for this token too.
    const claims = { ...(await this.users.claims(system, user.id)), atMs: issued.issuedAtMs };
    const accessToken = await this.#sign(user, issued.family, claims);
    return { accessToken, refreshToken, expiresIn: ACCESS_SECONDS };
  }

  async #sign(user: User, family: string, { tenants, twoFactorNeeded, twoFactor, atMs }: PersonClaims): Promise<string> {
    const issuedAt = Math.floor(atMs / 1_000);
    const more = { ...(twoFactor ? { twoFactor } : {}), ...(twoFactorNeeded.length > 0 ? { twoFactorNeeded } : {}) };
    return new SignJWT({ email: user.email, superadmin: user.superadmin, tenants, at: atMs, sid: family, ...more })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(user.id)
      .setIssuer('chasqui')
      .setAudience('chasqui')
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + ACCESS_SECONDS)
      .sign(this.#secret);
  }
}
