import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { Card, SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { useTenantId } from '../../session/session-context';
import { useCustomerInvoiceTexts } from './use-customer-invoice-texts';

type Entry = Schemas['StatementEntryDto'];

/** What one customer owes, and what moved their account. */
export function CustomerAccount({ contactId }: { contactId: string }) {
  const { date } = useWords();
  const i = useCustomerInvoiceTexts();
  const money = useMinorMoney();
  const tenantId = useTenantId();
  const statement = useQuery({
    queryKey: ['customer-invoices', tenantId, 'statement', contactId],
    queryFn: () => unwrap(api.GET('/api/v1/invoices/statement', { params: { query: { contactId } } })),
  });
  const contact = useQuery({
    queryKey: ['contacts', tenantId, contactId],
    queryFn: () => unwrap(api.GET('/api/v1/contacts/{id}', { params: { path: { id: contactId } } })),
  });
  const { data } = statement;
  return (
    <Card
      title={i('accountOf', { name: contact.data?.name || (contact.data?.phone ? `+${contact.data.phone.replace(/^\+/, '')}` : '–') })}
      actions={
        <Link to="/orders/invoices" className="text-brand-ink hover:underline">
          {i('allCustomers')}
        </Link>
      }
      className="mb-4"
    >
      {statement.isPending && <SkeletonRows rows={1} />}
      {statement.isError && <ProblemNote problem={statement.error} retry={() => statement.refetch()} />}
      {data && (
        <>
          <dl className="flex flex-wrap gap-x-8 gap-y-2">
            {data.balances.map((balance) => (
              <div key={balance.currency}>
                <dt className="text-sm text-muted">{i(balance.amountMinor < 0 ? 'owedToThem' : 'owes')}</dt>
                <dd className="text-lg font-semibold tabular-nums">{money({ ...balance, amountMinor: Math.abs(balance.amountMinor) })}</dd>
              </div>
            ))}
          </dl>
          {data.balances.length === 0 && <p className="text-muted">{i('noEntries')}</p>}
          {data.entries.length > 0 && (
            <details className="mt-3">
              <summary className="cursor-pointer font-medium">{i('statement')}</summary>
              <div className="mt-3 max-h-96 overflow-y-auto" tabIndex={0} role="group" aria-label={i('statement')}>
                <Table<Entry>
                  label={i('statement')}
                  rows={data.entries}
                  rowKey={({ at, kind, number, amountMinor }) => `${at} ${kind} ${number} ${amountMinor}`}
                  columns={[
                    {
                      key: 'what',
                      title: i('moved'),
                      main: true,
                      cell: ({ kind, number, invoiceId }) => (
                        <Link to={`/orders/invoices/${invoiceId}`} className="break-words text-brand-ink hover:underline">
                          {i(`entry.${kind}`)} {number}
                        </Link>
                      ),
                    },
                    { key: 'at', title: i('movedAt'), cell: ({ at }) => date(at) },
                    {
                      key: 'amount',
                      title: i('movedBy'),
                      end: true,
                      cell: ({ amountMinor, currency }) => money({ amountMinor, currency }),
                    },
                  ]}
                />
              </div>
            </details>
          )}
        </>
      )}
    </Card>
  );
}
