import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Claims } from '../../domain/api/tenant-choice.js';

@Injectable()
export class FirebaseUsersRepository {
  /** The person of a Firebase UID, with their active tenants. */
  async findByUid(system: Transaction, uid: string): Promise<Claims | undefined> {
    const rows = await system.query<Claims>(
      `select id as sub, superadmin, tenants, two_factor as "twoFactor", two_factor_needed as "twoFactorNeeded"
       from tenant.firebase_users_v1 where firebase_uid = $1`,
      [uid],
    );
    return rows[0];
  }
}
