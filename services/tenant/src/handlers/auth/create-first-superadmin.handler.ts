import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { SYSTEM } from '../../domain/audit.js';
import { UsersRepository } from '../../persistence/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { Passwords } from './passwords.js';

@Injectable()
export class CreateFirstSuperadminHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly audit: AuditTrail,
  ) {}

  /** Does nothing where there is a superadmin. An account that has the address already becomes one and keeps its password. */
  async execute(address: string, password: string): Promise<void> {
    if (await this.database.forSystem((tx) => this.users.hasSuperadmin(tx))) return;
    const passwordHash = await this.passwords.hash(password);
    const email = address.toLowerCase();
    await this.database.forSystem(async (tx) => {
      // Whoever runs the installation vouches for the address.
      const made = { id: v7(), email, name: 'Superadmin', passwordHash, firebaseUid: null, superadmin: true, emailConfirmed: true };
      const user = (await this.users.insert(tx, made)) ?? (await this.users.findByEmail(tx, email))!;
      if (!user.superadmin) await this.users.makeSuperadmin(tx, user.id);
      const after = { email, superadmin: true };
      await this.audit.record(tx, SYSTEM, { action: 'user.made_superadmin', targetType: 'user', targetId: user.id, before: null, after });
    });
  }
}
