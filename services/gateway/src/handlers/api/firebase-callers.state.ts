import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { FirebaseTokens, Problem } from '#service-kit';
import type { Claims } from '../../domain/api/tenant-choice.js';
import { FirebaseUsersRepository } from '../../persistence/api/firebase-users.repository.js';
import { ShortMemory } from './short-memory.state.js';

/** People with a Firebase ID token instead of one of our access tokens. */
@Injectable()
export class FirebaseCallers {
  readonly #people = new ShortMemory<Claims | undefined>();

  constructor(
    private readonly tokens: FirebaseTokens,
    private readonly database: TenantDatabase,
    private readonly users: FirebaseUsersRepository,
  ) {}

  /** Whether the token claims to be Firebase's; always false without a Firebase project. */
  issued(token: string): boolean {
    return this.tokens.claimedBy(token);
  }

  /**
   * What one of our access tokens would say of the same person. Only a linked account counts: an address proves nothing.
   *
   * @throws {Problem} firebase_not_linked; two_factor_needed; firebase_token_invalid and the other refusals of FirebaseTokens
   */
  async claims(token: string): Promise<Claims> {
    const { uid } = await this.tokens.verify(token);
    return this.claimsOf(uid);
  }

  /**
   * The same for a person whose token was verified earlier. It is one factor: of whoever has two, it is worth no more than a password, and has
   * to be exchanged together with a code.
   *
   * @throws {Problem} firebase_not_linked, two_factor_needed
   */
  async claimsOf(uid: string): Promise<Claims> {
    const claims = await this.#people.get(uid, () => this.database.forSystem((tx) => this.users.findByUid(tx, uid)));
    if (claims?.twoFactor) {
      const detail = 'The account has two-factor sign-in; exchange the token and a code with POST /api/v1/auth/firebase.';
      throw new Problem(401, 'two_factor_needed', detail, undefined, { 'www-authenticate': 'Bearer' });
    }
    if (claims) return claims;
    // If the account is linked now, the next request must see it.
    this.#people.forget(uid);
    const detail = 'The Firebase account is not linked yet; sign in once with POST /api/v1/auth/firebase.';
    throw new Problem(401, 'firebase_not_linked', detail, undefined, { 'www-authenticate': 'Bearer' });
  }
}
