import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { api, unwrap } from '../../api/client';
import { Card, PageHeader, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { InvoiceActions } from './invoice-actions';
import { InvoiceBadge, type CustomerInvoice } from './invoice-badge';
import { InvoiceHistory } from './invoice-history';
import { InvoiceReminders } from './invoice-reminders';
import { RecordPayment } from './record-payment';
import { useCustomerInvoiceTexts } from './use-customer-invoice-texts';

const AGAIN_MS = 5_000;

/** One invoice: what is to be paid, what was, what the customer was told, and when they are reminded. */
export function CustomerInvoicePage() {
  const i = useCustomerInvoiceTexts();
  const { id = '' } = useParams();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const key = ['customer-invoices', tenantId, 'one', id];
  const invoice = useQuery({
    queryKey: key,
    queryFn: () => unwrap(api.GET('/api/v1/invoices/{id}', { params: { path: { id } } })),
    refetchInterval: AGAIN_MS,
  });
  return (
    <>
      <Link to="/orders/invoices" className="mb-3 inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink">
        <ArrowLeft className="size-4" aria-hidden />
        {i('title')}
      </Link>
      {invoice.data ? (
        <Shown invoice={invoice.data} changed={(now) => queries.setQueryData(key, now)} again={() => void invoice.refetch()} />
      ) : (
        <>
          <PageHeader title={i('number')} />
          <div className="card">
            {invoice.isPending ? (
              <SkeletonRows />
            ) : (
              <div className="p-4">
                <ProblemNote problem={invoice.error} retry={() => invoice.refetch()} />
              </div>
            )}
          </div>
        </>
      )}
    </>
  );
}

function Shown({ invoice, changed, again }: { invoice: CustomerInvoice; changed: (now: CustomerInvoice) => void; again: () => void }) {
  const { date } = useWords();
  const i = useCustomerInvoiceTexts();
  const mayWork = may(useSigned(), 'answer');
  const { customer, phone, dueDate, orderId, contactId, status } = invoice;
  const isOpen = status === 'sent' || status === 'partly_paid' || status === 'overdue';
  return (
    <>
      <PageHeader
        title={`${i('number')} ${invoice.invoiceNumber ?? `(${i('draft')})`}`}
        text={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <InvoiceBadge status={status} />
            {dueDate && (
              <span>
                {i('dueBy')} {date(`${dueDate}T12:00`, 'day')}
              </span>
            )}
          </span>
        }
        actions={<InvoiceActions invoice={invoice} changed={changed} again={again} mayWork={mayWork} />}
      />
      <div className="grid gap-4 lg:grid-cols-[3fr_2fr]">
        <div className="grid content-start gap-4">
          <Lines invoice={invoice} />
          {mayWork && isOpen && <RecordPayment invoice={invoice} changed={changed} />}
        </div>
        <div className="grid content-start gap-4">
          <Card title={i('customer')}>
            <p className="font-medium break-words">{customer.name || '–'}</p>
            {phone && <p className="text-muted">+{phone}</p>}
            {customer.address && <p className="mt-2 break-words whitespace-pre-line">{customer.address}</p>}
            {contactId && (
              <Link to={`/orders/invoices?contact=${contactId}`} className="mt-2 block w-fit text-brand-ink hover:underline">
                {i('account')}
              </Link>
            )}
            {orderId && (
              <Link to={`/orders/${orderId}`} className="mt-2 block w-fit text-brand-ink hover:underline">
                {i('order')}
              </Link>
            )}
          </Card>
          <InvoiceHistory invoice={invoice} />
          {status !== 'draft' && <InvoiceReminders id={invoice.id} mayWork={mayWork} isOpen={isOpen} />}
        </div>
      </div>
    </>
  );
}

function Lines({ invoice }: { invoice: CustomerInvoice }) {
  const i = useCustomerInvoiceTexts();
  const minor = useMinorMoney();
  const { currency } = invoice;
  const money = (amountMinor: number): string => minor({ amountMinor, currency });
  const sums: (readonly [string, number])[] = [
    [i('subtotal'), invoice.subtotalMinor],
    ...invoice.taxes.filter(({ percent }) => percent > 0).map(({ percent, amountMinor }) => [i('tax', { percent }), amountMinor] as const),
    [i('total'), invoice.totalMinor],
    ...(invoice.paidMinor === 0 ? [] : [[i('paid'), -invoice.paidMinor] as const]),
    ...(invoice.creditedMinor === 0 ? [] : [[i('credited'), -invoice.creditedMinor] as const]),
  ];
  return (
    <Card title={i('lines')}>
      <ul className="grid gap-2">
        {invoice.lines.map((line, at) => (
          <li key={at} className="flex justify-between gap-4">
            <span className="min-w-0 break-words">
              {line.description}
              <span className="block text-sm text-muted">
                {i('quantity', { count: line.quantity, price: money(line.unitPriceMinor) })}
                {line.discountPercent ? ` · ${i('discount', { percent: line.discountPercent })}` : ''}
              </span>
            </span>
            <span className="tabular-nums">{money(line.amountMinor)}</span>
          </li>
        ))}
      </ul>
      <dl className="mt-4 grid gap-1 border-t border-line pt-3">
        {sums.map(([name, amount]) => (
          <div key={name} className="flex justify-between gap-4 text-muted">
            <dt>{name}</dt>
            <dd className="tabular-nums">{money(amount)}</dd>
          </div>
        ))}
        <div className="flex justify-between gap-4 font-semibold">
          <dt>{i('due')}</dt>
          <dd className="tabular-nums">{money(invoice.dueMinor)}</dd>
        </div>
      </dl>
      {invoice.note && <p className="mt-3 break-words whitespace-pre-line text-muted">{invoice.note}</p>}
    </Card>
  );
}
