import type { Schemas } from '../../api/client';
import { Badge, type Tone } from '../../components/badge';
import { useCustomerInvoiceTexts } from './use-customer-invoice-texts';

export type CustomerInvoice = Schemas['InvoiceDetailDto'];
export type InvoiceStatus = CustomerInvoice['status'];

const TONES: Record<InvoiceStatus, Tone> = {
  draft: 'neutral',
  sent: 'info',
  partly_paid: 'warn',
  overdue: 'bad',
  paid: 'good',
  void: 'neutral',
};
export const STATUSES = Object.keys(TONES) as InvoiceStatus[];

export function InvoiceBadge({ status }: { status: InvoiceStatus }) {
  const i = useCustomerInvoiceTexts();
  return <Badge tone={TONES[status]}>{i(`is.${status}`)}</Badge>;
}
