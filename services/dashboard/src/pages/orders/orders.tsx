import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Package } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { SelectField, TextField } from '../../components/field';
import { EmptyState, PageHeader } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { Table } from '../../components/table';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { useTenantId } from '../../session/session-context';
import { OrderBadge, STATUSES, type OrderStatus } from './order-badge';
import { OrderTabs } from './order-tabs';
import { useOrderTexts } from './use-order-texts';

type Order = Schemas['ListedOrderDto'];
const AGAIN_MS = 15_000;

/** All orders, by status and by the beginning of their number. */
export function OrdersPage() {
  const { t, date } = useWords();
  const o = useOrderTexts();
  const money = useMinorMoney();
  const tenantId = useTenantId();
  const [status, setStatus] = useState<OrderStatus | ''>('');
  const [number, setNumber] = useState('');
  const filter = { ...(status ? { status } : {}), ...(number.trim() ? { number: number.trim() } : {}) };
  const orders = useInfiniteQuery({
    queryKey: ['orders', tenantId, filter],
    queryFn: ({ pageParam }) => unwrap(api.GET('/api/v1/orders', { params: { query: { ...pageQuery(pageParam), ...filter } } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <>
      <PageHeader title={t('nav.orders')} text={o('orders.text')} />
      <OrderTabs chosen="list" />
      <div className="mb-4 grid gap-3 sm:max-w-xl sm:grid-cols-2">
        <SelectField
          label={o('orders.status')}
          value={status}
          onValue={(value) => setStatus(value as OrderStatus | '')}
          options={[['', o('orders.all')], ...STATUSES.map((each) => [each, o(`orders.is.${each}`)] as const)]}
        />
        <TextField label={o('orders.search')} value={number} onValue={setNumber} optional maxLength={100} />
      </div>
      <div className="card">
        <Listing<Order>
          query={orders}
          empty={
            <EmptyState
              icon={Package}
              title={o(isFiltered ? 'orders.none' : 'orders.empty')}
              text={o(isFiltered ? 'orders.noneText' : 'orders.emptyText')}
            />
          }
        >
          {(rows) => (
            <Table<Order>
              label={t('nav.orders')}
              rows={rows}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'number',
                  title: o('orders.number'),
                  main: true,
                  cell: ({ id, orderNumber }) => (
                    <Link to={`/orders/${id}`} className="font-medium break-words text-brand-ink hover:underline">
                      {orderNumber}
                    </Link>
                  ),
                },
                {
                  key: 'customer',
                  title: o('orders.customer'),
                  cell: ({ customerName, phone }) => (
                    <span className="break-words">{customerName ?? (phone ? `+${phone}` : o('orders.unknown'))}</span>
                  ),
                },
                { key: 'status', title: o('orders.status'), cell: ({ status: at }) => <OrderBadge status={at} /> },
                { key: 'placed', title: o('orders.placed'), cell: ({ placedAt }) => date(placedAt) },
                {
                  key: 'total',
                  title: o('orders.total'),
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
