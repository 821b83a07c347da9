import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { ProblemCode } from '#contracts';
import { TenantDatabase } from '#database';
import { CONFIG, Problem, ROLES } from '#service-kit';
import type { Config } from '../../config.js';
import { KnownUntil } from '../../domain/api/known-until.js';
import type { Claims } from '../../domain/api/tenant-choice.js';
import { ApiKeysRepository, type ApiKey } from '../../persistence/api/api-keys.repository.js';
import { AccessCuts, type AccessToken } from './access-cuts.state.js';
import { FirebaseCallers } from './firebase-callers.state.js';
import { ShortMemory } from './short-memory.state.js';

export interface Credentials {
  authorization: string | undefined;
  apiKey: string | undefined;
}

/** `token` is set for our own access tokens only: for a Firebase ID token, rights are looked up. */
export type Caller = { kind: 'user'; claims: Claims; token?: AccessToken } | { kind: 'api-key'; key: ApiKey };

/** Credentials that never existed and may be a guess, unlike expired or revoked ones. */
export class UnknownCredentials extends Problem {
  constructor(detail: string, code: ProblemCode = 'invalid_credentials') {
    super(401, code, detail, undefined, CHALLENGE);
  }
}

const CHALLENGE = { 'www-authenticate': 'Bearer' };

const claimsSchema = z.object({
  sub: z.string().min(1),
  superadmin: z.boolean().default(false),
  tenants: z.array(z.object({ id: z.uuid().toLowerCase(), role: z.enum(ROLES) })).default([]),
  twoFactor: z.boolean().default(false),
  twoFactorNeeded: z.array(z.uuid().toLowerCase()).default([]),
  /** When the claims were true, in Unix milliseconds. */
  at: z.number().default(0),
  /** The sign-in, the same over all refreshes. */
  sid: z.string().optional(),
});

/** How long a key that was valid does not count as a guess. */
const KNOWN_MS = 3_600_000;
const MAX_KNOWN_KEYS = 10_000;

/** Finds out who calls. */
@Injectable()
export class AuthenticateCallerHandler {
  readonly #secret: KeyObject;
  readonly #keys = new ShortMemory<ApiKey | undefined>();
  readonly #known = new KnownUntil<true>(MAX_KNOWN_KEYS);

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly database: TenantDatabase,
    private readonly apiKeys: ApiKeysRepository,
    private readonly firebase: FirebaseCallers,
    private readonly cuts: AccessCuts,
  ) {
    this.#secret = createSecretKey(Buffer.from(config.AUTH_JWT_SECRET));
  }

  /**
   * @param options.isGuessing the caller's address has guessed too often: only keys that this gateway has seen valid are looked up
   * @returns undefined for a caller without credentials
   * @throws {Problem} 401 for invalid credentials; {@link UnknownCredentials} if they may be a guess
   */
  async execute(credentials: Credentials, options: { isGuessing: boolean }): Promise<Caller | undefined> {
    if (credentials.authorization !== undefined) return this.#user(credentials.authorization);
    if (credentials.apiKey !== undefined) return { kind: 'api-key', key: await this.#key(credentials.apiKey, options.isGuessing) };
    return undefined;
  }

  async #user(authorization: string): Promise<Caller> {
    const [, token] = /^Bearer +([\w.-]+) *$/i.exec(authorization) ?? [];
    if (!token) throw new UnknownCredentials('Authorization must be "Bearer <access token>".');
    // The issuer says whose token it is; if it fails there, it is not tried as the other's.
    if (this.firebase.issued(token)) return { kind: 'user', claims: await this.#firebaseUser(token) };
    const { at, sid, ...claims } = await this.#verify(token);
    const issued: AccessToken = { issuedAtMs: at, ...(sid === undefined ? {} : { session: sid }) };
    await this.cuts.require(claims.sub, issued);
    return { kind: 'user', claims, token: issued };
  }

  async #verify(token: string): Promise<z.infer<typeof claimsSchema>> {
    try {
      const options = { issuer: 'chasqui', audience: 'chasqui', algorithms: ['HS256'], requiredClaims: ['exp'] };
      const { payload } = await jwtVerify(token, this.#secret, options);
      return claimsSchema.parse(payload);
    } catch (error) {
      const detail = 'The access token is not valid or has expired; get a new one from POST /api/v1/auth/refresh.';
      // Not a guess: the signature was checked before the time.
      if (error instanceof errors.JWTExpired) throw new Problem(401, 'invalid_credentials', detail, undefined, CHALLENGE);
      throw new UnknownCredentials(detail);
    }
  }

  async #firebaseUser(token: string): Promise<Claims> {
    try {
      return await this.firebase.claims(token);
    } catch (error) {
      if (error instanceof Problem && error.code === 'firebase_token_invalid') throw new UnknownCredentials(error.detail, error.code);
      throw error;
    }
  }

  async #key(apiKey: string, isGuessing: boolean): Promise<ApiKey> {
    const hash = createHash('sha256').update(apiKey).digest('hex');
    const detail = 'The API key is unknown, revoked or expired.';
    if (isGuessing && !this.#known.get(hash, performance.now())) throw new UnknownCredentials(detail);
    const key = await this.#keys.get(hash, () => this.database.forSystem((tx) => this.apiKeys.findByHash(tx, hash)));
    if (!key) throw new UnknownCredentials(detail);
    if (key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= new Date().toISOString())) {
      throw new Problem(401, 'invalid_credentials', detail, undefined, CHALLENGE);
    }
    this.#known.set(hash, true, performance.now() + KNOWN_MS);
    return key;
  }
}
