import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { FirebaseTokens, Problem, type FirebasePerson } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { IssueSession, type Session } from './issue-session.step.js';
import { LinkFirebase } from './link-firebase.step.js';
import { requireVerifiedEmail } from './refusals.js';

@Injectable()
export class SignInWithFirebaseHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tokens: FirebaseTokens,
    private readonly users: UsersRepository,
    private readonly link: LinkFirebase,
    private readonly issueSession: IssueSession,
  ) {}

  /**
   * Exchanges a Firebase ID token for a session of the account that is linked to its UID, or else links the account with its verified address.
   *
   * @throws {Problem} firebase_no_account; what {@link verify} and {@link LinkFirebase} throw
   */
  async execute(idToken: string, by: Actor): Promise<Session> {
    const person = await this.verify(idToken);
    return this.database.forSystem(async (tx) => this.issueSession.execute(tx, await this.#account(tx, person, by), v7(), by));
  }

  /** @throws {Problem} firebase_off if no Firebase project is set; firebase_token_invalid and the other refusals of FirebaseTokens */
  async verify(idToken: string): Promise<FirebasePerson> {
    if (!this.tokens.enabled) throw new Problem(404, 'firebase_off', 'Firebase sign-in is off here; use e-mail and password.');
    return this.tokens.verify(idToken);
  }

  async #account(tx: Transaction, person: FirebasePerson, by: Actor): Promise<User> {
    const known = (await this.users.findByFirebaseUid(tx, person.uid)) ?? (await this.users.findByEmail(tx, requireVerifiedEmail(person)));
    if (known) return this.link.execute(tx, known, person, by);
    throw new Problem(
      404,
      'firebase_no_account',
      'No account has this address; register with POST /api/v1/auth/register, or ask a tenant for an invitation.',
    );
  }
}
