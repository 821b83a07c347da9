import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { type Actor, onlyGiven, Problem } from '#service-kit';
import type { InvoiceSettings } from '../../persistence/invoices/invoice-settings.entity.js';
import { InvoiceSettingsRepository } from '../../persistence/invoices/invoice-settings.repository.js';
import { Audit } from '../audit/audit.step.js';

/** What a company's invoices say of it, from the next one that is sent. */
@Injectable()
export class InvoiceSettingsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly settings: InvoiceSettingsRepository,
    private readonly audit: Audit,
  ) {}

  async get(tenantId: string): Promise<InvoiceSettings> {
    return this.database.forTenant(tenantId, (tx) => this.settings.find(tx));
  }

  /** What is left out stays. @throws {Problem} validation_failed */
  async change(tenantId: string, change: Partial<InvoiceSettings>, by: Actor): Promise<InvoiceSettings> {
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await this.settings.find(tx);
      const after = { ...before, ...onlyGiven(change) };
      if (after.series === after.creditSeries) {
        throw Problem.invalid([{ field: 'creditSeries', message: 'creditSeries must be another than series' }]);
      }
      await this.settings.save(tx, after);
      this.audit.append(tx, by, 'changed', { type: 'customer_invoices', id: tenantId }, before, after);
      return after;
    });
  }
}
