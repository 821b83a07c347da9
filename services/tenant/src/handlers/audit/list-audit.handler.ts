import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { toPage, type Page } from '#service-kit';
import { AuditRepository, type AuditEntry, type AuditFilter } from '../../persistence/audit/audit.repository.js';

@Injectable()
export class ListAuditHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly log: AuditRepository,
  ) {}

  /** @param tenantId undefined for all tenants (superadmins) */
  async execute(tenantId: string | undefined, filter: AuditFilter, before: string | undefined, limit: number): Promise<Page<AuditEntry>> {
    const rows = tenantId
      ? await this.database.forTenant(tenantId, (tx) => this.log.page(tx, filter, before, limit + 1))
      : await this.database.forSystem((tx) => this.log.page(tx, filter, before, limit + 1));
    return toPage(rows, limit, (entry) => [entry.id]);
  }
}
