import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Actor } from '../../domain/audit/audit.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { EndAccess } from './end-access.step.js';

@Injectable()
export class SignOutEverywhereHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly endAccess: EndAccess,
    private readonly audit: AuditTrail,
  ) {}

  /** Ends every sign-in of a person, including the caller's. */
  async execute(userId: string, by: Actor): Promise<void> {
    await this.database.forSystem(async (tx) => {
      await this.users.lock(tx, userId);
      await this.endAccess.execute(tx, userId);
      await this.audit.recordOfUser(tx, by, userId, { action: 'user.signed_out_everywhere', before: null, after: null });
    });
  }
}
