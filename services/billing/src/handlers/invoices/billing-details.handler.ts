import { Injectable } from '@nestjs/common';
import { lettersWithoutFont } from '#pdf';
import { TenantDatabase } from '#database';
import type { Actor } from '#service-kit';
import type { InvoiceParty } from '../../domain/invoices/invoice.js';
import { InvoiceAccountsRepository } from '../../persistence/invoices/invoice-accounts.repository.js';
import { Audit } from '../audit/audit.step.js';

export interface BillingDetails extends InvoiceParty {
  /** What invoices say in place of an empty name. */
  companyName: string;
  /** Letters that a PDF can only write as their numbers. */
  unprintable: string[];
}

@Injectable()
export class BillingDetailsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly accounts: InvoiceAccountsRepository,
    private readonly audit: Audit,
  ) {}

  async read(tenantId: string): Promise<BillingDetails> {
    const [details, company] = await this.database.forTenant(
      tenantId,
      async (tx) => [await this.accounts.details(tx), await this.accounts.company(tx)] as const,
    );
    return shown(details, company.name);
  }

  /** For invoices from now on: those that were issued stay as they are. */
  async change(tenantId: string, to: InvoiceParty, by: Actor): Promise<BillingDetails> {
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await this.accounts.details(tx);
      await this.accounts.save(tx, to);
      this.audit.append(tx, by, 'changed', { type: 'billing_details', id: tenantId }, { ...before }, { ...to });
      return shown(to, (await this.accounts.company(tx)).name);
    });
  }
}

const shown = (details: InvoiceParty, companyName: string): BillingDetails => ({
  ...details,
  companyName,
  unprintable: lettersWithoutFont([details.name || companyName, details.address, details.taxId ?? '', details.email ?? ''].join('\n')),
});
