import { Injectable } from '@nestjs/common';
import { isTimeZone } from '#wall-clock';
import type { Transaction } from '#database';
import type { InvoiceParty } from '../../domain/invoices/invoice.js';

/** What the tenant service tells of a company. */
export interface BilledCompany {
  name: string;
  language: string;
  /** Where its days begin. */
  timeZone: string;
}

const NO_DETAILS: InvoiceParty = { name: '', address: '', taxId: null, email: null };

@Injectable()
export class InvoiceAccountsRepository {
  async company(tx: Transaction): Promise<BilledCompany> {
    const [row] = await tx.query<{ name: string; language: string | null; timeZone: string | null }>(
      `select name, language, time_zone as "timeZone" from tenant.billed_companies_v1 where id = $1`,
      [tx.tenantId],
    );
    const { name = tx.tenantId!, language, timeZone } = row ?? {};
    return { name, language: language === 'es' ? 'es' : 'en', timeZone: isTimeZone(timeZone) ? timeZone : 'UTC' };
  }

  /** Of one tenant one goes after the other from here on. */
  async lock(tx: Transaction): Promise<void> {
    await tx.execute(`insert into billing.invoice_accounts (tenant_id) values ($1) on conflict do nothing`, [tx.tenantId]);
    await tx.execute(`select from billing.invoice_accounts where tenant_id = $1 for update`, [tx.tenantId]);
  }

  /** What the tenant told; empty where it told nothing. */
  async details(tx: Transaction): Promise<InvoiceParty> {
    const [row] = await tx.query<InvoiceParty>(
      `select name, address, tax_id as "taxId", email from billing.invoice_accounts where tenant_id = $1`,
      [tx.tenantId],
    );
    return row ?? NO_DETAILS;
  }

  async save(tx: Transaction, { name, address, taxId, email }: InvoiceParty): Promise<void> {
    await tx.execute(
      `insert into billing.invoice_accounts (tenant_id, name, address, tax_id, email) values ($1, $2, $3, $4, $5)
       on conflict (tenant_id) do update set name = excluded.name, address = excluded.address, tax_id = excluded.tax_id, email = excluded.email`,
      [tx.tenantId, name, address, taxId, email],
    );
  }

  /** @returns what was used beyond the plan, in a currency, since it was asked the last time */
  async newOverage(tx: Transaction, currency: string): Promise<number> {
    const [row] = await tx.query<{ balance: number }>(
      `select balance_minor as balance from billing.ledger_accounts where tenant_id = $1 and account = 'overage' and currency = $2`,
      [tx.tenantId, currency],
    );
    if (!row) return 0;
    const [shown] = await tx.query<{ minor: number }>(
      `select overage_shown_minor as minor from billing.invoice_accounts where tenant_id = $1 for update`,
      [tx.tenantId],
    );
    await tx.execute(
      `insert into billing.invoice_accounts (tenant_id, overage_shown_minor) values ($1, $2)
       on conflict (tenant_id) do update set overage_shown_minor = excluded.overage_shown_minor`,
      [tx.tenantId, row.balance],
    );
    return Math.max(0, row.balance - (shown?.minor ?? 0));
  }
}
