import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, uniqueViolation, type Transaction } from '#database';
import { Problem, type FirebasePerson } from '#service-kit';
import { normalAddress } from '../../domain/auth/typed.js';
import type { Actor } from '../../domain/audit/audit.js';
import { slugOf } from '../../domain/tenants/slug.js';
import { TenantsRepository, type Tenant } from '../../persistence/directory/tenants.repository.js';
import { UsersRepository, type NewUser, type User } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { slugTaken } from '../tenants/refusals.js';
import { EmailConfirmationLinks } from '../auth/email-confirmation-links.step.js';
import { IssueSession, type Session } from '../auth/issue-session.step.js';
import { LinkFirebase } from '../auth/link-firebase.step.js';
import { Passwords } from '../auth/passwords.step.js';
import { refuseLinked, requireEmail, requirePassword } from '../auth/refusals.js';
import { ProveSecondFactorHandler } from '../auth/prove-second-factor.handler.js';
import type { Proof } from '../auth/second-factor.step.js';
import { SignInWithFirebaseHandler } from '../auth/sign-in-with-firebase.handler.js';
import { SignInHandler } from '../auth/sign-in.handler.js';

export interface Registration {
  tenantName: string;
  slug?: string;
  name: string;
  email: string;
  /** This, or a Firebase ID token of the address. */
  password?: string;
  idToken?: string;
  /** Of whoever has an account with a second factor. */
  code?: string;
}

type Founder = { known: User; proof: Proof | undefined; person?: FirebasePerson } | { fresh: NewUser };

const MAX_TRIES = 5;

@Injectable()
export class RegisterHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly signIn: SignInHandler,
    private readonly firebase: SignInWithFirebaseHandler,
    private readonly link: LinkFirebase,
    private readonly proveFactor: ProveSecondFactorHandler,
    private readonly issueSession: IssueSession,
    private readonly confirmations: EmailConfirmationLinks,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Creates a company and its owner, signs the owner in, and mails a new owner a link to confirm the address. An address that has an account
   * needs that account's password; a wrong one counts as a failed sign-in, so that this is no second way to guess. A Firebase ID token of
   * the address replaces the password, and links the account. A second factor is asked for as at every sign-in.
   *
   * @throws {Problem} validation_failed, slug_taken, email_taken, too_many_attempts, two_factor_needed, wrong_code; those of {@link LinkFirebase} and its token
   */
  async execute(given: Registration, by: Actor): Promise<Session & { tenant: Tenant }> {
    const email = normalAddress(given.email);
    // Before the address is looked up: otherwise a taken slug would be a way to find out, without a trace, who has an account.
    if (given.slug !== undefined) await this.#requireFree(given.slug);
    const account = given.idToken === undefined ? await this.#byPassword(email, given, by) : await this.#byFirebase(email, given, by);
    for (let attempt = 1; ; attempt++) {
      const slug = given.slug ?? (attempt === 1 ? slugOf(given.tenantName) : `${slugOf(given.tenantName)}-${v7().slice(-6)}`);
      try {
        return await this.database.forSystem((tx) => this.#found(tx, slug, given, account, by));
      } catch (error) {
        if (uniqueViolation(error) !== 'tenants_slug') throw error;
        if (given.slug !== undefined || attempt >= MAX_TRIES) throw slugTaken(slug);
      }
    }
  }

  async #requireFree(slug: string): Promise<void> {
    if (await this.database.forSystem((tx) => this.tenants.findBySlug(tx, slug))) throw slugTaken(slug);
  }

  async #byPassword(email: string, given: Registration, by: Actor): Promise<Founder> {
    const { name, password } = given;
    if (password === undefined) throw Problem.invalid([{ field: 'password', message: 'password or idToken is required' }]);
    requirePassword(password, email);
    if (!(await this.database.forSystem((tx) => this.users.findByEmail(tx, email)))) {
      const passwordHash = await this.passwords.hash(password);
      return { fresh: { id: v7(), email, name, passwordHash, firebaseUid: null, superadmin: false, emailConfirmed: false } };
    }
    const known = await this.signIn.verify(email, password, by);
    if (!known) throw emailTaken();
    return { known, proof: await this.proveFactor.execute(known, given.code, by) };
  }

  async #byFirebase(email: string, { name, password, idToken, code }: Registration, by: Actor): Promise<Founder> {
    if (password !== undefined) throw Problem.invalid([{ field: 'password', message: 'password must not come with idToken' }]);
    const person = await this.firebase.verify(idToken!);
    requireEmail(person, email);
    const known = await this.database.forSystem((tx) => this.users.findByEmail(tx, email));
    if (known) return { known, person, proof: await this.firebase.prove(known, person, code, by) };
    return { fresh: { id: v7(), email, name, passwordHash: null, firebaseUid: person.uid, superadmin: false, emailConfirmed: true } };
  }

  async #found(tx: Transaction, slug: string, given: Registration, account: Founder, by: Actor): Promise<Session & { tenant: Tenant }> {
    const user = await this.#owner(tx, account, by);
    const tenant = await this.tenants.insert(tx, { id: v7(), slug, name: given.tenantName, contactEmail: normalAddress(given.email) });
    if ('fresh' in account && !user.emailConfirmed) await this.confirmations.send(tx, user);
    await this.users.addMember(tx, { tenantId: tenant.id, userId: user.id, role: 'owner', invitedBy: null, accepted: true });
    const owner: Actor = { ...by, kind: 'user', id: user.id };
    const { name, email } = user;
    await this.audit.record(
      tx,
      owner,
      { action: 'tenant.registered', targetType: 'tenant', targetId: tenant.id, before: null, after: { ...tenant } },
      tenant.id,
    );
    await this.audit.record(
      tx,
      owner,
      { action: 'member.added', targetType: 'user', targetId: user.id, before: null, after: { email, name, role: 'owner' } },
      tenant.id,
    );
    const proof = 'known' in account ? account.proof : undefined;
    return { ...(await this.issueSession.begin(tx, user, proof, by)), tenant };
  }

  async #owner(tx: Transaction, account: Founder, by: Actor): Promise<User> {
    if ('known' in account) {
      const { known, person } = account;
      if (person) return this.link.execute(tx, known, person, by);
      const present = await this.users.lock(tx, known.id);
      // The password changed while the old one was being checked: a session that begins now would outlive the change.
      if (present?.passwordHash !== known.passwordHash) throw emailTaken();
      return known;
    }
    const created = await this.users.insert(tx, account.fresh).catch(refuseLinked);
    if (!created) throw emailTaken();
    return created;
  }
}

const emailTaken = (): Problem =>
  new Problem(409, 'email_taken', 'The address already has an account; use its password, or request a new one.', [
    { field: 'email', message: 'email already has an account; sign in, or use its password here' },
  ]);
