import { Injectable } from '@nestjs/common';
import { uniqueViolation, type Transaction } from '#database';
import { Problem, type FirebasePerson } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { AccessCutsRepository } from '../../persistence/auth/access-cuts.repository.js';
import { PasswordResetsRepository } from '../../persistence/auth/password-resets.repository.js';
import { RefreshTokensRepository } from '../../persistence/auth/refresh-tokens.repository.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { AskAgain } from '../invitations/invite-unasked.step.js';

/** Ties an account to the Firebase person who has the same verified address, inside the caller's transaction. */
@Injectable()
export class LinkFirebase {
  constructor(
    private readonly users: UsersRepository,
    private readonly resets: PasswordResetsRepository,
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly cuts: AccessCutsRepository,
    private readonly askAgain: AskAgain,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * An account whose address was confirmed keeps its password and its sign-ins. One that was not may have been made by somebody else
   * who waits for the address's owner: its password goes and every sign-in ends, as by a password reset.
   *
   * @throws {Problem} firebase_already_linked, firebase_email_unverified, firebase_email_differs
   */
  async execute(system: Transaction, known: User, person: FirebasePerson, by: Actor): Promise<User> {
    // Whoever just ends all sign-ins of the person goes first: this one begins after, or not at all.
    const user = await this.users.lock(system, known.id);
    if (!user) throw alreadyLinked();
    if (user.firebaseUid === person.uid) return user;
    requireEmail(person, user.email);
    const linked = await this.users.linkFirebase(system, user.id, person.uid).catch(refuseLinked);
    if (!linked) throw alreadyLinked();
    const actor: Actor = { ...by, kind: 'user', id: user.id };
    const [before, after] = [{ firebaseUid: null }, { firebaseUid: person.uid }];
    await this.audit.recordOfUser(system, actor, user.id, { action: 'user.firebase_linked', before, after });
    if (user.emailConfirmed) return linked;
    await this.users.removePassword(system, user.id);
    await this.users.confirmEmail(system, user.id);
    await this.askAgain.execute(system, user);
    await this.resets.endAllOf(system, user.id);
    await this.refreshTokens.revokeAllOf(system, user.id);
    await this.cuts.cut(system, user.id);
    await this.audit.recordOfUser(system, actor, user.id, { action: 'user.password_removed', before: null, after: null });
    return { ...linked, passwordHash: null, emailConfirmed: true };
  }
}

const alreadyLinked = (): Problem =>
  new Problem(
    409,
    'firebase_already_linked',
    'The account is linked to another Firebase account, or this one to another account here; sign in and unlink with DELETE /api/v1/auth/firebase first.',
  );

/** What a taken UID means for whoever writes one. */
export function refuseLinked(error: unknown): never {
  throw uniqueViolation(error) === 'users_firebase_uid' ? alreadyLinked() : error;
}

/** @returns the address that Firebase has verified @throws {Problem} firebase_email_unverified */
export function requireVerifiedEmail(person: FirebasePerson): string {
  if (person.verifiedEmail !== undefined) return person.verifiedEmail;
  throw new Problem(
    403,
    'firebase_email_unverified',
    'Firebase has not verified an e-mail address of this account; verify it there first.',
  );
}

/** @param email in lower case @throws {Problem} firebase_email_unverified, firebase_email_differs */
export function requireEmail(person: FirebasePerson, email: string): void {
  if (requireVerifiedEmail(person) === email) return;
  throw new Problem(403, 'firebase_email_differs', `The Firebase account is of another address; sign in to Firebase as ${email}.`);
}
