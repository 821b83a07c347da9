import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** What an account has beside itself; a spec compares it with what refers to accounts. */
export const TABLES_OF_ACCOUNTS = [
  'email_confirmations',
  'known_addresses',
  'password_resets',
  'recovery_codes',
  'refresh_tokens',
  'second_factors',
  'sessions',
] as const;

/** The people of a company that ends. All run under the system role. */
@Injectable()
export class CompanyAccountsRepository {
  /** Names and addresses of those who can sign in for the company. */
  async owners(system: Transaction, tenantId: string): Promise<{ id: string; email: string }[]> {
    return system.query(
      `select u.id, u.email from tenant.memberships m join tenant.users u on u.id = m.user_id where m.tenant_id = $1 and m.role = 'owner' order by u.id`,
      [tenantId],
    );
  }

  /** Who is in the company, as their colleagues know them. */
  async people(system: Transaction, tenantId: string): Promise<{ id: string; name: string; email: string; role: string }[]> {
    return system.query(
      `select u.id, u.name, u.email, m.role from tenant.memberships m join tenant.users u on u.id = m.user_id where m.tenant_id = $1 order by u.id`,
      [tenantId],
    );
  }

  /** Takes the next members out of the company. @returns whom */
  async leave(system: Transaction, tenantId: string, limit: number): Promise<string[]> {
    const rows = await system.query<{ userId: string }>(
      `with gone as materialized (select user_id from tenant.memberships where tenant_id = $1 order by user_id limit $2)
       delete from tenant.memberships m using gone where m.tenant_id = $1 and m.user_id = gone.user_id returning m.user_id as "userId"`,
      [tenantId, limit],
    );
    return rows.map(({ userId }) => userId);
  }

  /** Deletes those of the accounts that are in no company and are not the operator’s. */
  async deleteHomeless(system: Transaction, userIds: readonly string[]): Promise<void> {
    const rows = await system.query<{ id: string }>(
      `select u.id from tenant.users u where u.id = any($1::uuid[]) and not u.superadmin
         and not exists (select from tenant.memberships m where m.user_id = u.id) order by u.id for update`,
      [userIds],
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return;
    for (const text of DELETES) await system.execute(text, [ids]);
    await system.execute(`delete from tenant.users where id = any($1::uuid[])`, [ids]);
  }

  /** The row stays, for the audit log and what is billed; what it says of the company goes. */
  async forgetTenant(system: Transaction, tenantId: string): Promise<void> {
    await system.execute(
      `update tenant.tenants set name = 'deleted', slug = 'deleted-' || id, domain = null, contact_email = null, settings = '{}', updated_at = now()
       where id = $1 and status = 'deleted'`,
      [tenantId],
    );
  }
}

const DELETES = TABLES_OF_ACCOUNTS.map((table) => `delete from tenant.${table} where user_id = any($1::uuid[])`);
