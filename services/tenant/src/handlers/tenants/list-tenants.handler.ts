import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { toPage, type Identity, type Page } from '#service-kit';
import { TenantsRepository, type Tenant, type TenantFilter } from '../../persistence/directory/tenants.repository.js';

@Injectable()
export class ListTenantsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
  ) {}

  /** A superadmin gets all tenants, an API key its own, a person those that they belong to. */
  async execute(caller: Identity, filter: TenantFilter, after: string | undefined, limit: number): Promise<Page<Tenant>> {
    const { tenantId } = caller;
    // The tenant role sees its own row alone.
    const rows =
      caller.kind === 'api-key' && tenantId
        ? await this.database.forTenant(tenantId, (tx) => this.tenants.page(tx, filter, after, limit + 1))
        : await this.database.forSystem((tx) =>
            caller.superadmin
              ? this.tenants.page(tx, filter, after, limit + 1)
              : this.tenants.pageOfUser(tx, caller.subject, filter, after, limit + 1),
          );
    return toPage(rows, limit, (tenant) => [tenant.id]);
  }
}
