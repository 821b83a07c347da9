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
  /** Whether they need a code besides. */
  twoFactor: boolean;
}
/** Nobody begins with a second factor. */
export type NewUser = Omit<User, 'twoFactor'>;

export interface Member {
  id: string;
  email: string;
  name: string;
  role: Role;
  joinedAt: string;
  invitedBy: string | null;
  /** When they last signed in or renewed a sign-in; null for never. */
  lastSeenAt: string | null;
  twoFactor: boolean;
}

export interface Membership {
  id: string;
  slug: string;
  name: string;
  role: Role;
  /** Whether the tenant asks for a second factor that the person has not: until they have, it lets them in nowhere. */
  twoFactorNeeded: boolean;
  /** Of the company; null where it has set none. */
  language: string | null;
}

/** What an access token says of a person. */
export interface PersonClaims {
  tenants: Pick<Membership, 'id' | 'role'>[];
  /** Tenants that would be among them if the person had a second factor. */
  twoFactorNeeded: string[];
  twoFactor: boolean;
  /** The database's time in Unix milliseconds. */
  atMs: number;
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

const COLUMNS = `id, email, name, password_hash as "passwordHash", firebase_uid as "firebaseUid", superadmin, email_confirmed as "emailConfirmed",
  two_factor_since is not null as "twoFactor"`;
const MEMBER = `u.id, u.email, u.name, m.role, m.joined_at as "joinedAt", m.invited_by as "invitedBy", u.last_seen_at as "lastSeenAt",
  u.two_factor_since is not null as "twoFactor"`;
const PLACE = `tenant_id as "tenantId", role, invited_by as "invitedBy"`;
const ACCOUNT = `id, email, name, superadmin, created_at as "createdAt"`;

/** People and their memberships. They are read before a tenant is known, so every method runs under the system role. */
@Injectable()
export class UsersRepository {
  /** @param email normalised */
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
  async insert(system: Transaction, user: NewUser): Promise<User | undefined> {
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

  /** Keeps another hash of the same password, unless the password was changed meanwhile. */
  async replacePassword(system: Transaction, id: string, from: string, to: string): Promise<boolean> {
    return (await system.execute(`update tenant.users set password_hash = $3 where id = $1 and password_hash = $2`, [id, from, to])) > 0;
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
      `select t.id, t.slug, t.name, m.role, t.language, t.two_factor_required and u.two_factor_since is null as "twoFactorNeeded"
       from tenant.users u join tenant.memberships m on m.user_id = u.id join tenant.tenants t on t.id = m.tenant_id
       where u.id = $1 and t.status = 'active' order by t.id`,
      [userId],
    );
  }

  /**
   * What an access token says of a person. Waits for changes that are under way, so that a token never says what was already outdated when it
   * was issued. Without a second factor, a tenant that asks for one is not among their tenants.
   */
  async claims(system: Transaction, userId: string): Promise<PersonClaims> {
    const [person] = await system.query<Pick<PersonClaims, 'twoFactor' | 'atMs'>>(
      `select floor(extract(epoch from clock_timestamp()) * 1000) as "atMs",
         exists (select from tenant.users where id = $1 and two_factor_since is not null) as "twoFactor"`,
      [userId],
    );
    const { atMs, twoFactor } = person!;
    const all = await system.query<Pick<Membership, 'id' | 'role'> & { asks: boolean }>(
      `select t.id, m.role, t.two_factor_required as asks from tenant.memberships m join tenant.tenants t on t.id = m.tenant_id
       where m.user_id = $1 and t.status = 'active' order by t.id for share`,
      [userId],
    );
    const tenants = all.filter(({ asks }) => twoFactor || !asks).map(({ id, role }) => ({ id, role }));
    const twoFactorNeeded = all.filter(({ asks }) => asks && !twoFactor).map(({ id }) => id);
    return { tenants, twoFactorNeeded, twoFactor, atMs };
  }

  async beginTwoFactor(system: Transaction, id: string): Promise<void> {
    await system.execute(`update tenant.users set two_factor_since = now() where id = $1`, [id]);
  }

  async endTwoFactor(system: Transaction, id: string): Promise<void> {
    await system.execute(`update tenant.users set two_factor_since = null where id = $1`, [id]);
  }

  /** Since when a person needs a code; undefined without a second factor. */
  async twoFactorSince(system: Transaction, id: string): Promise<string | undefined> {
    const rows = await system.query<{ since: string }>(
      `select two_factor_since as since from tenant.users where id = $1 and two_factor_since is not null`,
      [id],
    );
    return rows[0]?.since;
  }

  /** Names of the active tenants of a person that ask for a second factor. None of them changes that before the end of the transaction. */
  async askedForTwoFactorBy(system: Transaction, userId: string): Promise<string[]> {
    const rows = await system.query<{ name: string; asks: boolean }>(
      `select t.name, t.two_factor_required as asks from tenant.memberships m join tenant.tenants t on t.id = m.tenant_id
       where m.user_id = $1 and t.status = 'active' order by t.id for share of t`,
      [userId],
    );
    return rows.filter(({ asks }) => asks).map(({ name }) => name);
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

  /** Addresses of those who look after a tenant's settings, fifty at most. */
  async adminEmails(system: Transaction, tenantId: string): Promise<string[]> {
    return this.#emails(system, tenantId, ['admin', 'owner']);
  }

  /** Fifty at most. */
  async ownerEmails(system: Transaction, tenantId: string): Promise<string[]> {
    return this.#emails(system, tenantId, ['owner']);
  }

  async #emails(system: Transaction, tenantId: string, roles: readonly Role[]): Promise<string[]> {
    const rows = await system.query<{ email: string }>(
      `select u.email from tenant.memberships m join tenant.users u on u.id = m.user_id
       where m.tenant_id = $1 and m.role = any($2) and m.accepted order by m.user_id limit 50`,
      [tenantId, roles],
    );
    return rows.map((row) => row.email);
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
