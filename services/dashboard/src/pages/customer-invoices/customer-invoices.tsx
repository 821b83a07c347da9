import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Plus, ReceiptText, Settings } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { Button } from '../../components/button';
import { SelectField } from '../../components/field';
import { EmptyState, PageHeader } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { OrderTabs } from '../orders/order-tabs';
import { CustomerAccount } from './customer-account';
import { InvoiceBadge, STATUSES, type InvoiceStatus } from './invoice-badge';
import { useCustomerInvoiceTexts } from './use-customer-invoice-texts';

type Invoice = Schemas['ListedInvoiceDto'];
const AGAIN_MS = 15_000;

/** What customers are to pay, by where it stands; of one customer with their account. */
export function CustomerInvoicesPage() {
  const { date } = useWords();
  const i = useCustomerInvoiceTexts();
  const money = useMinorMoney();
  const tenantId = useTenantId();
  const signed = useSigned();
  const [status, setStatus] = useState<InvoiceStatus | ''>('');
  const [search] = useSearchParams();
  const contactId = search.get('contact');
  const filter = { ...(status ? { status } : {}), ...(contactId ? { contactId } : {}) };
  const invoices = useInfiniteQuery({
    queryKey: ['customer-invoices', tenantId, 'list', filter],
    queryFn: ({ pageParam }) => unwrap(api.GET('/api/v1/invoices', { params: { query: { ...pageQuery(pageParam), ...filter } } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
  return (
    <>
      <PageHeader
        title={i('title')}
        text={i('text')}
        actions={
          <>
            {may(signed, 'shops') && (
              <Button asChild variant="secondary">
                <Link to="/orders/invoices/settings">
                  <Settings aria-hidden />
                  {i('settings')}
                </Link>
              </Button>
            )}
            {may(signed, 'answer') && (
              <Button asChild>
                <Link to="/orders/invoices/new">
                  <Plus aria-hidden />
                  {i('new')}
                </Link>
              </Button>
            )}
          </>
        }
      />
      <OrderTabs chosen="invoices" />
      {contactId && <CustomerAccount contactId={contactId} />}
      <div className="mb-4 sm:max-w-xs">
        <SelectField
          label={i('status')}
          value={status}
          onValue={(value) => setStatus(value as InvoiceStatus | '')}
          options={[['', i('all')], ...STATUSES.map((each) => [each, i(`is.${each}`)] as const)]}
        />
      </div>
      <div className="card">
        <Listing<Invoice>
          query={invoices}
          empty={<EmptyState icon={ReceiptText} title={i(status ? 'none' : 'empty')} text={i(status ? 'noneText' : 'emptyText')} />}
        >
          {(rows) => (
            <Table<Invoice>
              label={i('title')}
              rows={rows}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'number',
                  title: i('number'),
                  main: true,
                  cell: ({ id, invoiceNumber }) => (
                    <Link to={`/orders/invoices/${id}`} className="font-medium break-words text-brand-ink hover:underline">
                      {invoiceNumber ?? i('draft')}
                    </Link>
                  ),
                },
                {
                  key: 'customer',
                  title: i('customer'),
                  cell: ({ customerName, phone }) => <span className="break-words">{customerName || (phone ? `+${phone}` : '–')}</span>,
                },
                { key: 'status', title: i('status'), cell: ({ status: at }) => <InvoiceBadge status={at} /> },
                { key: 'dueBy', title: i('dueBy'), cell: ({ dueDate }) => (dueDate ? date(`${dueDate}T12:00`, 'day') : '–') },
                { key: 'due', title: i('due'), end: true, cell: ({ dueMinor, currency }) => money({ amountMinor: dueMinor, currency }) },
                {
                  key: 'total',
                  title: i('total'),
                  end: true,
                  cell: ({ totalMinor, currency }) => money({ amountMinor: totalMinor, currency }),
                },
              ]}
            />
          )}
        </Listing>
      </div>
    </>
  );
}
