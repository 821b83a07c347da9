import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { FirebaseTokens, Problem, type FirebasePerson } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { IssueSession, type Session } from './issue-session.step.js';
import { LinkFirebase } from './link-firebase.step.js';
import { requireVerifiedEmail } from './refusals.js';
import { ProveSecondFactorHandler } from './prove-second-factor.handler.js';
import type { Proof } from './second-factor.step.js';

@Injectable()
export class SignInWithFirebaseHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tokens: FirebaseTokens,
    private readonly users: UsersRepository,
    private readonly link: LinkFirebase,
    private readonly proveFactor: ProveSecondFactorHandler,
    private readonly issueSession: IssueSession,
  ) {}

  /**
   * Exchanges a Firebase ID token for a session of the account that is linked to its UID, or else links the account with its verified address.
   *
   * @throws {Problem} firebase_no_account; what {@link verify}, {@link prove} and {@link LinkFirebase} throw
   */
  async execute(idToken: string, code: string | undefined, by: Actor): Promise<Session> {
    const person = await this.verify(idToken);
    const proof = await this.prove(await this.database.forSystem((tx) => this.#find(tx, person)), person, code, by);
    return this.database.forSystem(async (tx) => {
      const user = await this.link.execute(tx, await this.#find(tx, person), person, by);
      return this.issueSession.begin(tx, user, proof, by);
    });
  }

  /**
   * Asks for the second factor before an account is linked or opened. Not where linking takes the account over: then it loses that too.
   *
   * @throws {Problem} two_factor_needed, wrong_code, too_many_attempts
   */
  async prove(known: User, person: FirebasePerson, code: string | undefined, by: Actor): Promise<Proof | undefined> {
    const isTakenOver = known.firebaseUid !== person.uid && !known.emailConfirmed;
    return isTakenOver ? undefined : this.proveFactor.execute(known, code, by);
  }

  /** @throws {Problem} firebase_off if no Firebase project is set; firebase_token_invalid and the other refusals of FirebaseTokens */
  async verify(idToken: string): Promise<FirebasePerson> {
    if (!this.tokens.enabled) throw new Problem(404, 'firebase_off', 'Firebase sign-in is off here; use e-mail and password.');
    return this.tokens.verify(idToken);
  }

  async #find(tx: Transaction, person: FirebasePerson): Promise<User> {
    const known = (await this.users.findByFirebaseUid(tx, person.uid)) ?? (await this.users.findByEmail(tx, requireVerifiedEmail(person)));
    if (known) return known;
    throw new Problem(
      404,
      'firebase_no_account',
      'No account has this address; register with POST /api/v1/auth/register, or ask a tenant for an invitation.',
    );
  }
}
