import { Injectable } from '@nestjs/common';
import { idAfter, type Transaction } from '#database';
import type { Role } from '#service-kit';

export interface User {
  id: string;
  email: string;
  name: string;
  /** Null for somebody who signs in with Firebase only. */
  passwordHash: string | null;
  /** Their Firebase UID; null while not linked. */
  firebaseUid: string | null;
  superadmin: boolean;
  /** Whether the owner has proved that they read the address's mail. */
  emailConfirmed: boolean;
}

export interface Member {
  id: string;
  email: string;
  name: string;
  role: Role;
  joinedAt: string;
  invitedBy: string | null;
}

export interface Membership {
  id: string;
  slug: string;
  name: string;
  role: Role;
}

export interface Account {
  id: string;
  email: string;
  name: string;
  superadmin: boolean;
  createdAt: string;
}

/** A membership, seen from its person. */
export interface Place {
  tenantId: string;
  role: Role;
  invitedBy: string | null;
}

export interface MemberFilter {
  role?: Role;
  /** Part of the name or the address. */
  search?: string;
}

const COLUMNS = `id, email, name, password_hash as "passwordHash", firebase_uid as "firebaseUid", superadmin, email_confirmed as "emailConfirmed"`;
const MEMBER = `u.id, u.email, u.name, m.role, m.joined_at as "joinedAt", m.invited_by as "invitedBy"`;
const PLACE = `tenant_id as "tenantId", role, invited_by as "invitedBy"`;
const ACCOUNT = `id, email, name, superadmin, created_at as "createdAt"`;

/** People and their memberships. They are read before a tenant is known, so every method runs under the system role. */
@Injectable()
export class UsersRepository {
  /** @param email in lower case */
  async findByEmail(system: Transaction, email: string): Promise<User | undefined> {
    return (await system.query<User>(`select ${COLUMNS} from tenant.users where email = $1`, [email]))[0];
  }

  async find(system: Transaction, id: string): Promise<User | undefined> {
    return (await system.query<User>(`select ${COLUMNS} from tenant.users where id = $1`, [id]))[0];
  }

  async findByFirebaseUid(system: Transaction, uid: string): Promise<User | undefined> {
    return (await system.query<User>(`select ${COLUMNS} from tenant.users where firebase_uid = $1`, [uid]))[0];
  }

  /**
   * Reads and locks the person: their sessions begin, continue and end one after the other, so that none that begins meanwhile outlives the
   * end of all. Inserting rows that refer to the person does not wait.
   */
  async lock(system: Transaction, id: string): Promise<User | undefined> {
    return (await system.query<User>(`select ${COLUMNS} from tenant.users where id = $1 for no key update`, [id]))[0];
  }

  /** Creates the account unless the address has one. @returns undefined if it has */
  async insert(system: Transaction, user: User): Promise<User | undefined> {
    const rows = await system.query<User>(
      `insert into tenant.users (id, email, name, password_hash, firebase_uid, superadmin, email_confirmed)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (email) do nothing returning ${COLUMNS}`,
      [user.id, user.email, user.name, user.passwordHash, user.firebaseUid, user.superadmin, user.emailConfirmed],
    );
    return rows[0];
  }

  async hasSuperadmin(system: Transaction): Promise<boolean> {
    return (await system.query(`select from tenant.users where superadmin limit 1`)).length > 0;
  }

  async makeSuperadmin(system: Transaction, id: string): Promise<void> {
    await system.execute(`update tenant.users set superadmin = true where id = $1`, [id]);
  }

  async rename(system: Transaction, id: string, name: string): Promise<void> {
    await system.execute(`update tenant.users set name = $2 where id = $1`, [id, name]);
  }

  /** @param passwordHash null takes the password away */
  async setPassword(system: Transaction, id: string, passwordHash: string | null): Promise<void> {
    await system.execute(`update tenant.users set password_hash = $2 where id = $1`, [id, passwordHash]);
  }

  /** @returns undefined for a linked account @throws unique violation of users_firebase_uid */
  async linkFirebase(system: Transaction, id: string, uid: string): Promise<User | undefined> {
    const rows = await system.query<User>(
      `update tenant.users set firebase_uid = $2 where id = $1 and firebase_uid is null returning ${COLUMNS}`,
      [id, uid],
    );
    return rows[0];
  }

  async unlinkFirebase(system: Transaction, id: string): Promise<void> {
    await system.execute(`update tenant.users set firebase_uid = null where id = $1`, [id]);
  }

  async confirmEmail(system: Transaction, id: string): Promise<void> {
    await system.execute(`update tenant.users set email_confirmed = true where id = $1 and not email_confirmed`, [id]);
  }

  /** The active tenants that a person belongs to; suspended ones let nobody in. */
  async memberships(system: Transaction, userId: string): Promise<Membership[]> {
    return system.query(
      `select t.id, t.slug, t.name, m.role from tenant.memberships m join tenant.tenants t on t.id = m.tenant_id
       where m.user_id = $1 and t.status = 'active' order by t.id`,
      [userId],
    );
  }

  /**
   * What an access token says of a person: the same, and the database's time in Unix milliseconds. Waits for changes that are under way, so
   * that a token never says what was already outdated when it was issued.
   */
  async claims(system: Transaction, userId: string): Promise<{ tenants: Pick<Membership, 'id' | 'role'>[]; atMs: number }> {
    const [clock] = await system.query<{ atMs: number }>(`select floor(extract(epoch from clock_timestamp()) * 1000) as "atMs"`);
    const tenants = await system.query<Pick<Membership, 'id' | 'role'>>(
      `select t.id, m.role from tenant.memberships m join tenant.tenants t on t.id = m.tenant_id
       where m.user_id = $1 and t.status = 'active' order by t.id for share`,
      [userId],
    );
    return { tenants, atMs: clock!.atMs };
  }

  /** Memberships that the person never agreed to. */
  async unasked(system: Transaction, userId: string): Promise<Place[]> {
    return system.query(`select ${PLACE} from tenant.memberships where user_id = $1 and not accepted order by tenant_id`, [userId]);
  }

  /** Memberships of a person in other tenants. */
  async elsewhere(system: Transaction, userId: string, tenantId: string): Promise<Place[]> {
    return system.query(`select ${PLACE} from tenant.memberships where user_id = $1 and tenant_id <> $2 order by tenant_id`, [
      userId,
      tenantId,
    ]);
  }

  /** Marks all memberships of a person as agreed to. */
  async agree(system: Transaction, userId: string): Promise<void> {
    await system.execute(`update tenant.memberships set accepted = true where user_id = $1 and not accepted`, [userId]);
  }

  /**
   * @param member.accepted false if the person was not asked @returns undefined if the person already belongs to the tenant
   */
  async addMember(
    system: Transaction,
    member: { tenantId: string; userId: string; role: Role; invitedBy: string | null; accepted: boolean },
  ): Promise<{ joinedAt: string } | undefined> {
    const rows = await system.query<{ joinedAt: string }>(
      `insert into tenant.memberships (tenant_id, user_id, role, invited_by, accepted)
       values ($1, $2, $3, (select id from tenant.users where id = $4), $5)
       on conflict do nothing returning joined_at as "joinedAt"`,
      [member.tenantId, member.userId, member.role, member.invitedBy, member.accepted],
    );
    return rows[0];
  }

  async findMember(system: Transaction, tenantId: string, userId: string): Promise<Member | undefined> {
    const rows = await system.query<Member>(
      `select ${MEMBER} from tenant.memberships m join tenant.users u on u.id = m.user_id where m.tenant_id = $1 and u.id = $2`,
      [tenantId, userId],
    );
    return rows[0];
  }

  async isMemberByEmail(system: Transaction, tenantId: string, email: string): Promise<boolean> {
    const rows = await system.query(
      `select from tenant.memberships m join tenant.users u on u.id = m.user_id where m.tenant_id = $1 and u.email = $2`,
      [tenantId, email],
    );
    return rows.length > 0;
  }

  async owners(system: Transaction, tenantId: string): Promise<string[]> {
    const rows = await system.query<{ userId: string }>(
      `select user_id as "userId" from tenant.memberships where tenant_id = $1 and role = 'owner'`,
      [tenantId],
    );
    return rows.map((row) => row.userId);
  }

  async setRole(system: Transaction, tenantId: string, userId: string, role: Role): Promise<void> {
    await system.execute(`update tenant.memberships set role = $3 where tenant_id = $1 and user_id = $2`, [tenantId, userId, role]);
  }

  async removeMember(system: Transaction, tenantId: string, userId: string): Promise<void> {
    await system.execute(`delete from tenant.memberships where tenant_id = $1 and user_id = $2`, [tenantId, userId]);
  }

  async membersPage(
    system: Transaction,
    tenantId: string,
    filter: MemberFilter,
    after: string | undefined,
    limit: number,
  ): Promise<Member[]> {
    return system.query(
      `select ${MEMBER} from tenant.memberships m join tenant.users u on u.id = m.user_id
       where m.tenant_id = $1 and ${idAfter('m.user_id', '$2')} and ($3::text is null or m.role = $3)
         and ($4::text is null or position(lower($4) in lower(u.name)) > 0 or position(lower($4) in u.email) > 0)
       order by m.user_id limit $5`,
      [tenantId, after, filter.role, filter.search, limit],
    );
  }

  /** Everybody in the installation. */
  async accountsPage(system: Transaction, search: string | undefined, after: string | undefined, limit: number): Promise<Account[]> {
    return system.query(
      `select ${ACCOUNT} from tenant.users
       where ${idAfter('id', '$1')} and ($2::text is null or position(lower($2) in lower(name)) > 0 or position(lower($2) in email) > 0)
       order by id limit $3`,
      [after, search, limit],
    );
  }

  async findAccount(system: Transaction, id: string): Promise<Account | undefined> {
    return (await system.query<Account>(`select ${ACCOUNT} from tenant.users where id = $1`, [id]))[0];
  }
}
