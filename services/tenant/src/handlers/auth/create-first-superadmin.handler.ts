import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { normalAddress } from '../../domain/auth/typed.js';
import { SYSTEM } from '../../domain/audit/audit.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { Passwords } from './passwords.step.js';
import { TakeOver } from './take-over.step.js';

@Injectable()
export class CreateFirstSuperadminHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly takeOver: TakeOver,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Does nothing if there is a superadmin. An existing account with the address becomes one. It keeps its password if the address is
   * confirmed; otherwise it may be a stranger's, and is taken over.
   */
  async execute(address: string, password: string): Promise<void> {
    if (await this.database.forSystem((tx) => this.users.hasSuperadmin(tx))) return;
    const passwordHash = await this.passwords.hash(password);
    const email = normalAddress(address);
    await this.database.forSystem(async (tx) => {
      // The operator vouches for the address.
      const made = { id: v7(), email, name: 'Superadmin', passwordHash, firebaseUid: null, superadmin: true, emailConfirmed: true };
      const user = (await this.users.insert(tx, made)) ?? (await this.users.findByEmail(tx, email))!;
      const present = (await this.users.lock(tx, user.id))!;
      if (!present.emailConfirmed) await this.takeOver.execute(tx, present, passwordHash, SYSTEM);
      if (!present.superadmin) await this.users.makeSuperadmin(tx, user.id);
      const after = { email, superadmin: true };
      await this.audit.record(tx, SYSTEM, { action: 'user.made_superadmin', targetType: 'user', targetId: user.id, before: null, after });
    });
  }
}
