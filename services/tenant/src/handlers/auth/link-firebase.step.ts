import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { FirebasePerson } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { alreadyLinked, refuseLinked, requireEmail } from './refusals.js';
import { TakeOver } from './take-over.step.js';

/** Links an account to the Firebase person who has the same verified address. */
@Injectable()
export class LinkFirebase {
  constructor(
    private readonly users: UsersRepository,
    private readonly takeOver: TakeOver,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * An account whose address is confirmed keeps its password and its sign-ins. Any other may have been made by somebody else, who waits for
   * the owner of the address: it loses its password, and all access to it ends.
   *
   * @throws {Problem} firebase_already_linked, firebase_email_unverified, firebase_email_differs
   */
  async execute(system: Transaction, known: User, person: FirebasePerson, by: Actor): Promise<User> {
    // If all sign-ins of the person are just being ended, this one must begin afterwards.
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
    await this.takeOver.execute(system, user, null, actor);
    return { ...linked, passwordHash: null, emailConfirmed: true, twoFactor: false };
  }
}
