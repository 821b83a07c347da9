import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, type FieldError, type FirebasePerson, type Role } from '#service-kit';
import { hashSecret } from '../../domain/secrets.js';
import type { Actor } from '../../domain/audit/audit.js';
import { InvitationsRepository, type OpenInvitation } from '../../persistence/invitations/invitations.repository.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { IssueSession, type Session } from '../auth/issue-session.step.js';
import { LinkFirebase } from '../auth/link-firebase.step.js';
import { Passwords } from '../auth/passwords.step.js';
import { refuseLinked, requireEmail, requirePassword } from '../auth/refusals.js';
import { SignInWithFirebaseHandler } from '../auth/sign-in-with-firebase.handler.js';
import { TakeOver } from '../auth/take-over.step.js';
import { invalidInvitation } from '../invitations/refusals.js';

export interface Acceptance {
  tenantId: string;
  tenantName: string;
  tenantSlug: string;
  email: string;
  role: Role;
  /** Null for a person who has an account and gave no Firebase ID token: they sign in as usual. */
  session: Session | null;
}

interface Given {
  name?: string;
  /** This, or a Firebase ID token of the address. */
  password?: string;
  idToken?: string;
}

const NAME_NEEDED: FieldError = { field: 'name', message: 'name is required for a new account' };

@Injectable()
export class AcceptInvitationHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly invitations: InvitationsRepository,
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly firebase: SignInWithFirebaseHandler,
    private readonly link: LinkFirebase,
    private readonly issueSession: IssueSession,
    private readonly takeOver: TakeOver,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * The link proves that its holder reads the address's mail. An account whose address is confirmed just joins. Any other may have been
   * made by somebody else who waits for this invitation, so it is taken over: it gets a new password, and all access to it ends. A Firebase
   * ID token of the address replaces the password, and links the account.
   *
   * @throws {Problem} invitation_not_found, validation_failed; those of {@link LinkFirebase} and its token
   */
  async execute(token: string, given: Given, by: Actor): Promise<Acceptance> {
    const hash = hashSecret(token);
    const { invitation, account } = await this.database.forSystem(async (tx) => {
      const open = await this.invitations.findOpen(tx, hash);
      if (!open) throw invalidInvitation();
      return { invitation: open, account: await this.users.findByEmail(tx, open.email) };
    });
    const person = given.idToken === undefined ? undefined : await this.#person(invitation.email, account, given);
    const passwordHash = person || account?.emailConfirmed ? undefined : await this.#password(invitation.email, account, given);
    return this.database.forSystem(async (tx) => {
      if (!(await this.invitations.accept(tx, hash))) throw invalidInvitation();
      const user = account
        ? await (person ? this.link.execute(tx, account, person, by) : account)
        : await this.#create(tx, invitation.email, given.name!, passwordHash, person);
      const actor: Actor = { ...by, kind: 'user', id: user.id };
      if (account && passwordHash !== undefined) await this.takeOver.execute(tx, user, passwordHash, actor, invitation.tenantId);
      await this.#join(tx, invitation, user, actor);
      const { tenantId, tenantName, tenantSlug, email, role } = invitation;
      const session = passwordHash === undefined && !person ? null : await this.issueSession.execute(tx, user, v7(), by);
      return { tenantId, tenantName, tenantSlug, email, role, session };
    });
  }

  async #person(email: string, account: User | undefined, given: Given): Promise<FirebasePerson> {
    const errors: FieldError[] = [];
    if (!account && !given.name) errors.push(NAME_NEEDED);
    if (given.password !== undefined) errors.push({ field: 'password', message: 'password must not come with idToken' });
    if (errors.length > 0) throw Problem.invalid(errors);
    const person = await this.firebase.verify(given.idToken!);
    requireEmail(person, email);
    return person;
  }

  async #password(email: string, account: User | undefined, given: Given): Promise<string> {
    const errors: FieldError[] = [];
    if (!account && !given.name) errors.push(NAME_NEEDED);
    if (given.password === undefined) {
      const why = account ? 'password is required: this address was never confirmed' : 'password is required for a new account';
      errors.push({ field: 'password', message: why });
    }
    if (errors.length > 0) throw Problem.invalid(errors);
    requirePassword(given.password!, email);
    return this.passwords.hash(given.password!);
  }

  async #create(
    tx: Transaction,
    email: string,
    name: string,
    passwordHash: string | undefined,
    person: FirebasePerson | undefined,
  ): Promise<User> {
    const credentials = { passwordHash: passwordHash ?? null, firebaseUid: person?.uid ?? null };
    const fresh = { id: v7(), email, name, ...credentials, superadmin: false, emailConfirmed: true };
    const user = await this.users.insert(tx, fresh).catch(refuseLinked);
    if (!user) throw new Problem(409, 'email_taken', 'An account was just created for this address; open the link again.');
    return user;
  }

  async #join(tx: Transaction, invitation: OpenInvitation, user: User, actor: Actor): Promise<void> {
    const { tenantId, role, email, invitedBy } = invitation;
    const joined = await this.users.addMember(tx, { tenantId, userId: user.id, role, invitedBy, accepted: true });
    const target = { targetType: 'invitation', targetId: invitation.id };
    const [before, after] = [{ status: 'open' }, { status: 'accepted' }];
    await this.audit.record(tx, actor, { action: 'invitation.accepted', ...target, before, after }, tenantId);
    if (!joined) return;
    const member = { targetType: 'user', targetId: user.id, before: null, after: { email, name: user.name, role } };
    await this.audit.record(tx, actor, { action: 'member.added', ...member }, tenantId);
  }
}
