import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Actor } from '#service-kit';
import { InvoiceSettingsRepository, type InvoiceSettings } from '../../persistence/invoices/invoice-settings.repository.js';
import { Audit } from '../audit/audit.step.js';

export type { InvoiceSettings };

/** What the operator's invoices say of the operator, and when they are to be paid. */
@Injectable()
export class InvoiceSettingsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly settings: InvoiceSettingsRepository,
    private readonly audit: Audit,
  ) {}

  async read(): Promise<InvoiceSettings> {
    return this.database.forSystem((tx) => this.settings.find(tx));
  }

  /** For invoices from now on. A new series begins with 1. */
  async change(to: InvoiceSettings, by: Actor): Promise<InvoiceSettings> {
    return this.database.forSystem(async (tx) => {
      const before = await this.settings.find(tx);
      await this.settings.save(tx, to);
      this.audit.ofPlatform(tx, by, 'changed', { type: 'invoice_settings', id: 'operator' }, { ...before }, { ...to });
      return this.settings.find(tx);
    });
  }
}
