import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Role } from '#service-kit';

export interface User {
  id: string;
  email: string;
  name: string;
  passwordHash: string;
  superadmin: boolean;
}

export interface Member {
  id: string;
  email: string;
  name: string;
  role: Role;
  joinedAt: string;
}

export interface Membership {
  id: string;
  slug: string;
  name: string;
  role: Role;
}

const COLUMNS = `id, email, name, password_hash as "passwordHash", superadmin`;

/** People and their memberships. Both are read before a tenant is known, so every method runs under the system role. */
@Injectable()
export class UsersRepository {
  /** @param email in lower case */
  async findByEmail(system: Transaction, email: string): Promise<User | undefined> {
    return (await system.query<User>(`select ${COLUMNS} from tenant.users where email = $1`, [email]))[0];
  }

  async find(system: Transaction, id: string): Promise<User | undefined> {
    return (await system.query<User>(`select ${COLUMNS} from tenant.users where id = $1`, [id]))[0];
  }

  /** Creates the account unless the address has one. @returns the account that has the address now */
  async insertOrFind(system: Transaction, user: User): Promise<User> {
    const rows = await system.query<User>(
      `insert into tenant.users (id, email, name, password_hash, superadmin) values ($1, $2, $3, $4, $5)
       on conflict (email) do nothing returning ${COLUMNS}`,
      [user.id, user.email, user.name, user.passwordHash, user.superadmin],
    );
    return rows[0] ?? (await this.findByEmail(system, user.email))!;
  }

  async hasSuperadmin(system: Transaction): Promise<boolean> {
    return (await system.query(`select from tenant.users where superadmin limit 1`)).length > 0;
  }

  async makeSuperadmin(system: Transaction, id: string): Promise<void> {
    await system.execute(`update tenant.users set superadmin = true where id = $1`, [id]);
  }

  /** The active tenants that a person belongs to: a suspended tenant lets nobody in. */
  async memberships(system: Transaction, userId: string): Promise<Membership[]> {
    return system.query(
      `select t.id, t.slug, t.name, m.role from tenant.memberships m join tenant.tenants t on t.id = m.tenant_id
       where m.user_id = $1 and t.status = 'active' order by t.id`,
      [userId],
    );
  }

  /** @returns undefined when the person belongs to the tenant already */
  async addMember(system: Transaction, tenantId: string, userId: string, role: Role): Promise<{ joinedAt: string } | undefined> {
    const rows = await system.query<{ joinedAt: string }>(
      `insert into tenant.memberships (tenant_id, user_id, role) values ($1, $2, $3)
       on conflict do nothing returning joined_at as "joinedAt"`,
      [tenantId, userId, role],
    );
    return rows[0];
  }

  async membersPage(system: Transaction, tenantId: string, after: string | undefined, limit: number): Promise<Member[]> {
    return system.query(
      `select u.id, u.email, u.name, m.role, m.joined_at as "joinedAt"
       from tenant.memberships m join tenant.users u on u.id = m.user_id
       where m.tenant_id = $1 and ($2::uuid is null or u.id > $2) order by u.id limit $3`,
      [tenantId, after, limit],
    );
  }
}
