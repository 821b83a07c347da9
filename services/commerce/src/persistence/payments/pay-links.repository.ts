import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

@Injectable()
export class PayLinksRepository {
  async find(tx: Transaction, invoiceId: string): Promise<string | undefined> {
    const [row] = await tx.query<{ token: string }>(`select token from commerce.pay_links where tenant_id = $1 and invoice_id = $2`, [
      tx.tenantId,
      invoiceId,
    ]);
    return row?.token;
  }

  /** Unless the invoice has one. */
  async insert(tx: Transaction, invoiceId: string, token: string): Promise<void> {
    await tx.execute(`insert into commerce.pay_links (tenant_id, invoice_id, token) values ($1, $2, $3) on conflict do nothing`, [
      tx.tenantId,
      invoiceId,
      token,
    ]);
  }

  /** System role. */
  async whose(system: Transaction, token: string): Promise<{ tenantId: string; invoiceId: string } | undefined> {
    const [row] = await system.query<{ tenantId: string; invoiceId: string }>(
      `select tenant_id as "tenantId", invoice_id as "invoiceId" from commerce.pay_links where token = $1`,
      [token],
    );
    return row;
  }
}
