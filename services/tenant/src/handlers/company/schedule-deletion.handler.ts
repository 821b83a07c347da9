import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, uniqueViolation } from '#database';
import { Problem } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { endOf, isNameTyped } from '../../domain/company/deletion.js';
import { CompanyDeletionsRepository, type CompanyDeletion } from '../../persistence/company/company-deletions.repository.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { SignInHandler } from '../auth/sign-in.handler.js';
import { TellOwners } from './tell-owners.step.js';

@Injectable()
export class ScheduleDeletionHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly deletions: CompanyDeletionsRepository,
    private readonly tenants: TenantsRepository,
    private readonly users: UsersRepository,
    private readonly signIn: SignInHandler,
    private readonly owners: TellOwners,
    private readonly audit: AuditTrail,
  ) {}

  /** @returns what is scheduled or under way, if anything is */
  async show(tenantId: string): Promise<CompanyDeletion | undefined> {
    return this.database.forTenant(tenantId, (tx) => this.deletions.open(tx, tenantId));
  }

  /**
   * Schedules the end of a company. Until then everything goes on, so that nothing a customer writes is lost if an owner stops it.
   *
   * @param given.password of whoever asks; somebody who signs in with Firebase alone has none
   * @throws {Problem} validation_failed, wrong_password, deletion_scheduled, too_many_attempts
   */
  async execute(
    tenantId: string,
    userId: string,
    given: { name: string; password: string | undefined },
    by: Actor,
    now = new Date(),
  ): Promise<CompanyDeletion> {
    const [user, tenant] = await this.database.forSystem(async (tx) => [
      await this.users.find(tx, userId),
      await this.tenants.lock(tx, tenantId),
    ]);
    if (!user || !tenant) throw Problem.notFound('tenant');
    if (!isNameTyped(tenant.name, given.name)) throw Problem.invalid([{ field: 'name', message: 'name must be the name of the company' }]);
    if (user.passwordHash !== null) await this.#requirePassword(user.email, given.password, by);
    const { dueAt, remindAt } = endOf(now);
    try {
      return await this.database.forSystem(async (tx) => {
        if (!(await this.tenants.lock(tx, tenantId))) throw Problem.notFound('tenant');
        const deletion = { tenantId, id: v7(), requestedBy: userId, requestedAt: now, dueAt, nextAt: remindAt };
        const scheduled = await this.deletions.insert(tx, deletion);
        await this.owners.execute(tx, 'company-deletion', tenant, dueAt);
        const change = { targetType: 'tenant', targetId: tenantId, before: null, after: { dueAt: dueAt.toISOString() } };
        await this.audit.record(tx, by, { action: 'tenant.deletion_scheduled', ...change }, tenantId);
        return scheduled;
      });
    } catch (error) {
      if (uniqueViolation(error) !== 'company_deletions_open') throw error;
      throw new Problem(409, 'deletion_scheduled', 'The deletion of this company is scheduled already.');
    }
  }

  /** @throws {Problem} not_found where nothing is scheduled */
  async cancel(tenantId: string, by: Actor, now = new Date()): Promise<void> {
    await this.database.forSystem(async (tx) => {
      const tenant = await this.tenants.lock(tx, tenantId);
      const cancelled = tenant && (await this.deletions.cancel(tx, tenantId, now));
      if (!tenant || !cancelled) throw Problem.notFound('deletion');
      await this.owners.execute(tx, 'company-deletion-cancelled', tenant, new Date(cancelled.dueAt));
      const change = { targetType: 'tenant', targetId: tenantId, before: { dueAt: cancelled.dueAt }, after: null };
      await this.audit.record(tx, by, { action: 'tenant.deletion_cancelled', ...change }, tenantId);
    });
  }

  /** A stolen access token must not be enough. */
  async #requirePassword(email: string, password: string | undefined, by: Actor): Promise<void> {
    if (password === undefined) throw Problem.invalid([{ field: 'password', message: 'password is required' }]);
    if (await this.signIn.verify(email, password, by)) return;
    throw new Problem(403, 'wrong_password', 'The password is wrong.', [{ field: 'password', message: 'password is wrong' }]);
  }
}
