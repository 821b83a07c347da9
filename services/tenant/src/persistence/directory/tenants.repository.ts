import { Injectable } from '@nestjs/common';
import { columnsOf, idAfter, type Transaction } from '#database';
import { TenantsRow } from './tenant.entity.js';

export const PLANS = ['free', 'starter', 'growth', 'enterprise'] as const;
export type Plan = (typeof PLANS)[number];

export interface Tenant {
  id: string;
  slug: string;
  name: string;
  status: 'active' | 'suspended';
  plan: Plan;
  domain: string | null;
  contactEmail: string | null;
  settings: Record<string, unknown>;
  twoFactorRequired: boolean;
  version: number;
  createdAt: string;
  updatedAt: string;
}

export interface TenantFilter {
  status?: Tenant['status'];
  /** Part of the name or the slug. */
  search?: string;
}

/** All but the language, which stands in the settings. */
const COLUMNS = columnsOf(TenantsRow, undefined, [
  'id',
  'slug',
  'name',
  'status',
  'plan',
  'domain',
  'contactEmail',
  'settings',
  'twoFactorRequired',
  'version',
  'createdAt',
  'updatedAt',
]);
const MATCHES = `status <> 'deleted' and ($2::text is null or status = $2)
  and ($3::text is null or position(lower($3) in lower(name)) > 0 or position(lower($3) in slug) > 0)`;

@Injectable()
export class TenantsRepository {
  /** @throws unique violation `tenants_slug` */
  async insert(
    system: Transaction,
    tenant: Pick<Tenant, 'id' | 'slug' | 'name'> & Partial<Pick<Tenant, 'plan' | 'domain' | 'contactEmail' | 'settings'>>,
  ): Promise<Tenant> {
    const rows = await system.query<Tenant>(
      `insert into tenant.tenants (id, slug, name, plan, domain, contact_email, settings)
       values ($1, $2, $3, coalesce($4, 'free'), $5, $6, coalesce($7, '{}'::jsonb)) returning ${COLUMNS}`,
      [
        tenant.id,
        tenant.slug,
        tenant.name,
        tenant.plan,
        tenant.domain,
        tenant.contactEmail,
        tenant.settings && JSON.stringify(tenant.settings),
      ],
    );
    return rows[0]!;
  }

  /** The tenant role finds only its own row. */
  async find(tx: Transaction, id: string): Promise<Tenant | undefined> {
    return (await tx.query<Tenant>(`select ${COLUMNS} from tenant.tenants where id = $1 and status <> 'deleted'`, [id]))[0];
  }

  /** Reads and locks the row: changes of a tenant and its team run one after the other. */
  async lock(system: Transaction, id: string): Promise<Tenant | undefined> {
    return (await system.query<Tenant>(`select ${COLUMNS} from tenant.tenants where id = $1 and status <> 'deleted' for update`, [id]))[0];
  }

  async findBySlug(system: Transaction, slug: string): Promise<Tenant | undefined> {
    return (await system.query<Tenant>(`select ${COLUMNS} from tenant.tenants where slug = $1 and status <> 'deleted'`, [slug]))[0];
  }

  async page(system: Transaction, filter: TenantFilter, after: string | undefined, limit: number): Promise<Tenant[]> {
    return system.query(`select ${COLUMNS} from tenant.tenants where ${idAfter('id', '$1')} and ${MATCHES} order by id limit $4`, [
      after,
      filter.status,
      filter.search,
      limit,
    ]);
  }

  /** The tenants that a person belongs to, but for those that ask for a second factor that they have not. */
  async pageOfUser(system: Transaction, userId: string, filter: TenantFilter, after: string | undefined, limit: number): Promise<Tenant[]> {
    return system.query(
      `select ${COLUMNS} from tenant.memberships m join tenant.tenants t on t.id = m.tenant_id
       where m.user_id = $5 and ${idAfter('m.tenant_id', '$1')} and ${MATCHES}
         and not (two_factor_required and (select u.two_factor_since from tenant.users u where u.id = $5) is null)
       order by m.tenant_id limit $4`,
      [after, filter.status, filter.search, limit, userId],
    );
  }

  /** @throws unique violation `tenants_slug` */
  async save(system: Transaction, tenant: Tenant): Promise<Tenant> {
    const rows = await system.query<Tenant>(
      `update tenant.tenants set slug = $2, name = $3, status = $4, plan = $5, domain = $6, contact_email = $7, settings = $8,
         version = version + 1, updated_at = now()
       where id = $1 returning ${COLUMNS}`,
      [
        tenant.id,
        tenant.slug,
        tenant.name,
        tenant.status,
        tenant.plan,
        tenant.domain,
        tenant.contactEmail,
        JSON.stringify(tenant.settings),
      ],
    );
    return rows[0]!;
  }

  async requireTwoFactor(system: Transaction, id: string, required: boolean): Promise<Tenant> {
    const rows = await system.query<Tenant>(
      `update tenant.tenants set two_factor_required = $2, version = version + 1, updated_at = now() where id = $1 returning ${COLUMNS}`,
      [id, required],
    );
    return rows[0]!;
  }

  /** Keeps the row for the history that refers to it, but frees the slug. */
  async markDeleted(system: Transaction, id: string): Promise<void> {
    await system.execute(`update tenant.tenants set status = 'deleted', version = version + 1, updated_at = now() where id = $1`, [id]);
  }
}
