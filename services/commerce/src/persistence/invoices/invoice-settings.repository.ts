import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import { InvoiceSettingsRow, type InvoiceSettings } from './invoice-settings.entity.js';

/** A company as far as its invoices need it. */
export interface Company {
  name: string;
  /** BCP 47 */
  language: string;
  timeZone: string;
}

const COLUMNS = columnsOf(InvoiceSettingsRow, 's', [
  'name',
  'address',
  'taxId',
  'email',
  'taxName',
  'note',
  'color',
  'series',
  'creditSeries',
  'dueDays',
  'sendsDocument',
]);
/** As the table has it. */
const NONE: InvoiceSettings = {
  name: '',
  address: '',
  taxId: null,
  email: null,
  taxName: '',
  note: '',
  color: null,
  series: 'INV',
  creditSeries: 'CN',
  dueDays: 14,
  sendsDocument: true,
};

@Injectable()
export class InvoiceSettingsRepository {
  async find(tx: Transaction): Promise<InvoiceSettings> {
    const [row] = await tx.query<InvoiceSettings>(`select ${COLUMNS} from commerce.invoice_settings s where s.tenant_id = $1`, [
      tx.tenantId,
    ]);
    return row ?? NONE;
  }

  async save(tx: Transaction, settings: InvoiceSettings): Promise<void> {
    const { name, address, taxId, email, taxName, note, color, series, creditSeries, dueDays, sendsDocument } = settings;
    await tx.execute(
      `insert into commerce.invoice_settings (tenant_id, name, address, tax_id, email, tax_name, note, color, series, credit_series, due_days, sends_document)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
       on conflict (tenant_id) do update set name = excluded.name, address = excluded.address, tax_id = excluded.tax_id, email = excluded.email,
         tax_name = excluded.tax_name, note = excluded.note, color = excluded.color, series = excluded.series,
         credit_series = excluded.credit_series, due_days = excluded.due_days, sends_document = excluded.sends_document`,
      [tx.tenantId, name, address, taxId, email, taxName, note, color, series, creditSeries, dueDays, sendsDocument],
    );
  }

  /** Companies belong to the tenant service, which publishes them. */
  async company(tx: Transaction): Promise<Company> {
    const [row] = await tx.query<Company>(
      `select name, coalesce(language, 'en') as language, coalesce(time_zone, 'UTC') as "timeZone" from tenant.billed_companies_v1 where id = $1`,
      [tx.tenantId],
    );
    return row ?? { name: '', language: 'en', timeZone: 'UTC' };
  }
}
