import { Injectable } from '@nestjs/common';
import { columnsOf, type Read, type Transaction } from '#database';
import { InvoiceSettingsRow } from './invoice-settings.entity.js';

export type InvoiceSettings = Omit<Read<InvoiceSettingsRow>, 'id' | 'updatedAt'>;

const COLUMNS = columnsOf(InvoiceSettingsRow);

/** Of the installation: everybody reads, and the system writes. */
@Injectable()
export class InvoiceSettingsRepository {
  async find(tx: Transaction): Promise<InvoiceSettings> {
    const [row] = await tx.query<Read<InvoiceSettingsRow>>(`select ${COLUMNS} from billing.invoice_settings where id = 'operator'`, []);
    const { id: _id, updatedAt: _updatedAt, ...settings } = row!;
    return settings;
  }

  /** Under the system role. */
  async save(tx: Transaction, to: InvoiceSettings): Promise<void> {
    await tx.execute(
      `update billing.invoice_settings set name = $1, address = $2, tax_id = $3, email = $4, series = $5, credit_series = $6, tax_name = $7,
         tax_rate = $8, note = $9, due_days = $10, remind_days = $11, grace_days = $12, updated_at = now() where id = 'operator'`,
      [
        to.name,
        to.address,
        to.taxId,
        to.email,
        to.series,
        to.creditSeries,
        to.taxName,
        to.taxRate,
        to.note,
        to.dueDays,
        to.remindDays,
        to.graceDays,
      ],
    );
  }
}
