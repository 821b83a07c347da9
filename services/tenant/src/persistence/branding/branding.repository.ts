import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import type { Branding } from '../../domain/branding/branding.js';
import { BrandingRow } from './branding.entity.js';

const SHOWN = ['productName', 'logoUrl', 'colors', 'customDomain', 'version'] as const;
const LOGO = `case when b.logo_id is not null then jsonb_build_object('id', b.logo_id, 'type', b.logo_type) end as logo`;
const COLUMNS = `${columnsOf(BrandingRow, 'b', SHOWN)}, ${LOGO}`;

@Injectable()
export class BrandingRepository {
  /** Runs changes of one tenant one after the other, even the first, when there is no row to lock yet. */
  async lock(tx: Transaction): Promise<void> {
    await tx.execute(`select pg_advisory_xact_lock(hashtextextended('tenant.branding:' || $1::text, 0))`, [tx.tenantId]);
  }

  async find(tx: Transaction): Promise<Branding | undefined> {
    return (await tx.query<Branding>(`select ${COLUMNS} from tenant.branding b where b.tenant_id = $1`, [tx.tenantId]))[0];
  }

  /** @param system the system role: visitors of a sign-in page are not signed in */
  async findBySlug(system: Transaction, slug: string): Promise<(Branding & { tenantId: string }) | undefined> {
    const rows = await system.query<Branding & { tenantId: string }>(
      `select ${COLUMNS}, t.id as "tenantId"
       from tenant.tenants t join tenant.branding b on b.tenant_id = t.id where t.slug = $1 and t.status = 'active'`,
      [slug],
    );
    return rows[0];
  }

  /** @returns the new version */
  async save(tx: Transaction, branding: Omit<Branding, 'version'>): Promise<number> {
    const rows = await tx.query<{ version: number }>(
      `insert into tenant.branding (tenant_id, product_name, logo_url, colors, custom_domain, logo_id, logo_type)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (tenant_id) do update set product_name = excluded.product_name, logo_url = excluded.logo_url, colors = excluded.colors,
         custom_domain = excluded.custom_domain, logo_id = excluded.logo_id, logo_type = excluded.logo_type, version = branding.version + 1, updated_at = now()
       returning version`,
      [
        tx.tenantId,
        branding.productName,
        branding.logoUrl,
        JSON.stringify(branding.colors),
        branding.customDomain,
        branding.logo?.id ?? null,
        branding.logo?.type ?? null,
      ],
    );
    return rows[0]!.version;
  }
}
