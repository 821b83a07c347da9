import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, uniqueViolation, type Transaction } from '#database';
import { Problem } from '#service-kit';
import type { Actor } from '../../domain/audit.js';
import { slugOf } from '../../domain/slug.js';
import { TenantsRepository, type Tenant } from '../../persistence/tenants.repository.js';
import { UsersRepository, type User } from '../../persistence/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { slugTaken } from '../tenants/slug-taken.js';
import { EmailConfirmationLinks } from './email-confirmation-links.js';
import { IssueSession, type Session } from './issue-session.js';
import { Passwords } from './passwords.js';
import { requirePassword } from './require-password.js';
import { SignInHandler } from './sign-in.handler.js';

export interface Registration {
  tenantName: string;
  slug?: string;
  name: string;
  email: string;
  password: string;
}

const MOST_TRIES = 5;

@Injectable()
export class RegisterHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly signIn: SignInHandler,
    private readonly issueSession: IssueSession,
    private readonly confirmations: EmailConfirmationLinks,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * A company and its owner, signed in, and the mail that asks a new owner to confirm the address. An address that has an account founds another company with that account's password; with any
   * other it is refused as a failed sign-in would be, so that this is no second way to guess.
   *
   * @throws {Problem} validation_failed, slug_taken, email_taken, too_many_attempts
   */
  async execute(given: Registration, by: Actor): Promise<Session & { tenant: Tenant }> {
    const email = given.email.toLowerCase();
    requirePassword(given.password, email);
    const account = await this.#account(email, given, by);
    for (let attempt = 1; ; attempt++) {
      const slug = given.slug ?? (attempt === 1 ? slugOf(given.tenantName) : `${slugOf(given.tenantName)}-${v7().slice(-6)}`);
      try {
        return await this.database.forSystem((tx) => this.#found(tx, slug, given, account, by));
      } catch (error) {
        if (uniqueViolation(error) !== 'tenants_slug') throw error;
        if (given.slug !== undefined || attempt >= MOST_TRIES) throw slugTaken(slug);
      }
    }
  }

  async #account(email: string, given: Registration, by: Actor): Promise<{ known: User } | { fresh: User }> {
    if (!(await this.database.forSystem((tx) => this.users.findByEmail(tx, email)))) {
      const passwordHash = await this.passwords.hash(given.password);
      return { fresh: { id: v7(), email, name: given.name, passwordHash, superadmin: false, emailConfirmed: false } };
    }
    const known = await this.signIn.verify(email, given.password, by);
    if (!known) throw emailTaken();
    return { known };
  }

  async #found(
    tx: Transaction,
    slug: string,
    given: Registration,
    account: { known: User } | { fresh: User },
    by: Actor,
  ): Promise<Session & { tenant: Tenant }> {
    const tenant = await this.tenants.insert(tx, { id: v7(), slug, name: given.tenantName, contactEmail: given.email.toLowerCase() });
    const user = 'known' in account ? account.known : await this.users.insert(tx, account.fresh);
    if (!user) throw emailTaken();
    if ('fresh' in account) await this.confirmations.send(tx, user);
    await this.users.addMember(tx, { tenantId: tenant.id, userId: user.id, role: 'owner', invitedBy: null });
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
    return { ...(await this.issueSession.execute(tx, user, v7())), tenant };
  }
}

const emailTaken = (): Problem =>
  new Problem(409, 'email_taken', 'The address has an account already; use its password, or ask for a new one.', [
    { field: 'email', message: 'email has an account already; sign in, or use its password here' },
  ]);
