import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, type FieldError, type FirebasePerson, type Role } from '#service-kit';
import { linkOf } from '../../domain/invitations/links.js';
import { hashSecret } from '../../domain/secrets.js';
import type { Actor } from '../../domain/audit/audit.js';
import { InvitationsRepository, type OpenInvitation } from '../../persistence/invitations/invitations.repository.js';
import { UsersRepository, type User } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { EmailConfirmationLinks } from '../auth/email-confirmation-links.step.js';
import { IssueSession, type Session } from '../auth/issue-session.step.js';
import { LinkFirebase } from '../auth/link-firebase.step.js';
import { Passwords } from '../auth/passwords.step.js';
import { refuseLinked, requireEmail, requirePassword } from '../auth/refusals.js';
import { ProveSecondFactorHandler } from '../auth/prove-second-factor.handler.js';
import { SignInWithFirebaseHandler } from '../auth/sign-in-with-firebase.handler.js';
import { SignInHandler } from '../auth/sign-in.handler.js';
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
  /** Of whoever has an account with a second factor, and is signed in by this. */
  code?: string;
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
    private readonly proveFactor: ProveSecondFactorHandler,
    private readonly issueSession: IssueSession,
    private readonly signIn: SignInHandler,
    private readonly confirmations: EmailConfirmationLinks,
    private readonly takeOver: TakeOver,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * The link proves that its holder reads the address's mail. An account whose address is confirmed just joins. Any other may have been
   * made by somebody else who waits for this invitation, so it is taken over: it gets a new password, and all access to it ends. A Firebase
   * ID token of the address replaces the password, and links the account.
   *
   * A link that an admin passed on proves nothing of the address: an account that there is needs its own password, and a new one is to
   * confirm its address and counts as not asked until then.
   *
   * @throws {Problem} invitation_not_found, validation_failed, invalid_credentials, too_many_attempts, two_factor_needed, wrong_code; those of {@link LinkFirebase} and its token
   */
  async execute(token: string, given: Given, by: Actor): Promise<Acceptance> {
    const hash = hashSecret(token);
    const { invitation, account } = await this.database.forSystem(async (tx) => {
      const open = await this.invitations.findOpen(tx, hash, linkOf(token));
      if (!open) throw invalidInvitation();
      return { invitation: open, account: await this.users.findByEmail(tx, open.email) };
    });
    const person = given.idToken === undefined ? undefined : await this.#person(invitation.email, account, given);
    // Who gives an ID token has the address verified by Firebase.
    const proven = person !== undefined || linkOf(token) === 'mailed';
    if (account && !proven) return this.#asAccount(invitation, account, given, by);
    const proof = account && person ? await this.firebase.prove(account, person, given.code, by) : undefined;
    const passwordHash = person || account?.emailConfirmed ? undefined : await this.#password(invitation.email, account, given);
    return this.database.forSystem(async (tx) => {
      await this.#useUp(tx, invitation);
      const user = account
        ? await (person ? this.link.execute(tx, account, person, by) : account)
        : await this.#create(tx, invitation.email, given.name!, { passwordHash, person, proven });
      const actor: Actor = { ...by, kind: 'user', id: user.id };
      if (account && passwordHash !== undefined) await this.takeOver.execute(tx, user, passwordHash, actor, invitation.tenantId);
      await this.#join(tx, invitation, user, actor, proven);
      const session = passwordHash === undefined && !person ? null : await this.issueSession.begin(tx, user, proof, by);
      return acceptanceOf(invitation, session);
    });
  }

  /** Joins as whoever knows the password of the account. */
  async #asAccount(invitation: OpenInvitation, account: User, given: Given, by: Actor): Promise<Acceptance> {
    if (given.password === undefined) {
      throw Problem.invalid([{ field: 'password', message: 'password is required: that of the account of this address' }]);
    }
    const user = await this.signIn.verify(account.email, given.password, by);
    if (!user) throw wrongPassword();
    const proof = await this.proveFactor.execute(user, given.code, by);
    return this.database.forSystem(async (tx) => {
      // The password changed while the old one was being checked: a session that begins now would outlive the change.
      if ((await this.users.lock(tx, user.id))?.passwordHash !== user.passwordHash) throw wrongPassword();
      await this.#useUp(tx, invitation);
      await this.#join(tx, invitation, user, { ...by, kind: 'user', id: user.id }, user.emailConfirmed);
      return acceptanceOf(invitation, await this.issueSession.begin(tx, user, proof, by));
    });
  }

  async #useUp(tx: Transaction, { tenantId, id }: OpenInvitation): Promise<void> {
    if (!(await this.invitations.accept(tx, tenantId, id))) throw invalidInvitation();
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
    { passwordHash, person, proven }: { passwordHash: string | undefined; person: FirebasePerson | undefined; proven: boolean },
  ): Promise<User> {
    const credentials = { passwordHash: passwordHash ?? null, firebaseUid: person?.uid ?? null };
    const fresh = { id: v7(), email, name, ...credentials, superadmin: false, emailConfirmed: proven };
    const user = await this.users.insert(tx, fresh).catch(refuseLinked);
    if (!user) throw new Problem(409, 'email_taken', 'An account was just created for this address; open the link again.');
    if (!proven) await this.confirmations.send(tx, user);
    return user;
  }

  /** @param accepted whether the person of the address has agreed */
  async #join(tx: Transaction, invitation: OpenInvitation, user: User, actor: Actor, accepted: boolean): Promise<void> {
    const { tenantId, role, email, invitedBy } = invitation;
    const joined = await this.users.addMember(tx, { tenantId, userId: user.id, role, invitedBy, accepted });
    const target = { targetType: 'invitation', targetId: invitation.id };
    const [before, after] = [{ status: 'open' }, { status: 'accepted' }];
    await this.audit.record(tx, actor, { action: 'invitation.accepted', ...target, before, after }, tenantId);
    if (!joined) return;
    const member = { targetType: 'user', targetId: user.id, before: null, after: { email, name: user.name, role } };
    await this.audit.record(tx, actor, { action: 'member.added', ...member }, tenantId);
  }
}

function acceptanceOf({ tenantId, tenantName, tenantSlug, email, role }: OpenInvitation, session: Session | null): Acceptance {
  return { tenantId, tenantName, tenantSlug, email, role, session };
}

const wrongPassword = (): Problem => new Problem(401, 'invalid_credentials', 'The password is not that of the account of this address.');
