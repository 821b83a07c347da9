import { useInfiniteQuery } from '@tanstack/react-query';
import { PiggyBank } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { EmptyState } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { AsOf, CompanyName, OpenCompany } from './company-cell';
import { useRevenueTexts } from './use-revenue-texts';

type Kind = 'deposit' | 'debt';

/** What companies have paid in and not used, and what they owe. */
export function DepositList() {
  const r = useRevenueTexts();
  const { t, number } = useWords();
  const money = useMinorMoney();
  const [kind, setKind] = useState<Kind>('deposit');
  const deposits = useInfiniteQuery({
    queryKey: ['deposits', kind],
    queryFn: ({ pageParam }) => unwrap(api.GET('/api/v1/billing/deposits', { params: { query: { ...pageQuery(pageParam), kind } } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
  });
  const first = deposits.data?.pages[0];
  const isDebt = kind === 'debt';
  return (
    <div className="grid grid-cols-1 gap-4">
      <AsOf asOf={first?.asOf} />
      {first?.totals.map((total) => (
        <div key={total.balance.currency} className="grid gap-3 sm:grid-cols-2 sm:gap-4">
          <div className="card p-4">
            <p className="text-sm text-muted">{r('revenue.held')}</p>
            <p className="mt-1 text-2xl font-semibold tabular-nums">{money(total.balance)}</p>
            <p className="mt-1 text-sm text-muted">
              {r('revenue.heldText', { count: number(total.deposits), reserved: money(total.reserved) })}
            </p>
          </div>
          <div className="card p-4">
            <p className="text-sm text-muted">{r('revenue.owed')}</p>
            <p className="mt-1 text-2xl font-semibold tabular-nums">{money(total.owed)}</p>
            <p className="mt-1 text-sm text-muted">{r('revenue.owedText', { count: number(total.debts) })}</p>
          </div>
        </div>
      ))}
      <select
        aria-label={r('revenue.kind')}
        className="control w-auto justify-self-start"
        value={kind}
        onChange={(event) => setKind(event.target.value === 'debt' ? 'debt' : 'deposit')}
      >
        <option value="deposit">{r('revenue.deposits')}</option>
        <option value="debt">{r('revenue.debts')}</option>
      </select>
      <div className="card">
        <Listing
          query={deposits}
          empty={
            <EmptyState
              icon={PiggyBank}
              title={r(isDebt ? 'revenue.debtsNone' : 'revenue.depositsNone')}
              text={r(isDebt ? 'revenue.debtsNoneText' : 'revenue.depositsNoneText')}
            />
          }
        >
          {(rows) => (
            <Table
              label={r(isDebt ? 'revenue.debts' : 'revenue.deposits')}
              rows={rows}
              rowKey={({ tenantId, amount }) => `${tenantId} ${amount.currency}`}
              columns={[
                { key: 'name', title: t('column.tenant'), main: true, cell: (row) => <CompanyName {...row} /> },
                { key: 'amount', title: r('revenue.amount'), end: true, cell: ({ amount }) => money(amount) },
                ...(isDebt
                  ? []
                  : [
                      {
                        key: 'reserved',
                        title: r('revenue.reserved'),
                        end: true,
                        cell: ({ reserved }: { reserved: { amountMinor: number; currency: string } }) => money(reserved),
                      },
                    ]),
                { key: 'actions', title: t('column.actions'), actions: true, cell: (row) => <OpenCompany {...row} /> },
              ]}
            />
          )}
        </Listing>
      </div>
    </div>
  );
}
