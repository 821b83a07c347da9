import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface Tenant {
  id: string;
  slug: string;
  name: string;
  status: 'active' | 'suspended';
  createdAt: string;
}

const COLUMNS = `id, slug, name, status, created_at as "createdAt"`;

@Injectable()
export class TenantsRepository {
  /** @throws unique violation `tenants_slug` */
  async insert(system: Transaction, tenant: { id: string; slug: string; name: string }): Promise<Tenant> {
    const rows = await system.query<Tenant>(`insert into tenant.tenants (id, slug, name) values ($1, $2, $3) returning ${COLUMNS}`, [
      tenant.id,
      tenant.slug,
      tenant.name,
    ]);
    return rows[0]!;
  }

  /** Under the tenant role only the tenant's own row is there to be found. */
  async find(tx: Transaction, id: string): Promise<Tenant | undefined> {
    return (await tx.query<Tenant>(`select ${COLUMNS} from tenant.tenants where id = $1`, [id]))[0];
  }

  async page(system: Transaction, after: string | undefined, limit: number): Promise<Tenant[]> {
    return system.query(`select ${COLUMNS} from tenant.tenants where ($1::uuid is null or id > $1) order by id limit $2`, [after, limit]);
  }

  /** The tenants that a person belongs to. */
  async pageOfUser(system: Transaction, userId: string, after: string | undefined, limit: number): Promise<Tenant[]> {
    return system.query(
      `select ${COLUMNS} from tenant.tenants t
       where exists (select from tenant.memberships m where m.tenant_id = t.id and m.user_id = $1) and ($2::uuid is null or id > $2)
       order by id limit $3`,
      [userId, after, limit],
    );
  }
}
