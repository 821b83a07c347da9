import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { UsersRepository } from '../../persistence/directory/users.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { EndAccess } from './end-access.step.js';

@Injectable()
export class UnlinkFirebaseHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly users: UsersRepository,
    private readonly endAccess: EndAccess,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Also ends every sign-in, since it is not known which of them came by Firebase. The next sign-in with Firebase and the verified address
   * links the account again.
   *
   * @throws {Problem} firebase_not_linked; password_needed where the person could no longer sign in
   */
  async execute(userId: string, by: Actor): Promise<void> {
    await this.database.forSystem(async (tx) => {
      const user = await this.users.lock(tx, userId);
      if (!user) throw Problem.notFound('user');
      if (user.firebaseUid === null) throw new Problem(409, 'firebase_not_linked', 'The account is not linked to Firebase.');
      if (user.passwordHash === null) {
        const detail = 'Without Firebase you could not sign in; set a password with POST /api/v1/auth/password-reset first.';
        throw new Problem(409, 'password_needed', detail);
      }
      await this.users.unlinkFirebase(tx, user.id);
      await this.endAccess.execute(tx, user.id);
      const [before, after] = [{ firebaseUid: user.firebaseUid }, { firebaseUid: null }];
      await this.audit.recordOfUser(tx, by, user.id, { action: 'user.firebase_unlinked', before, after });
    });
  }
}
