import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { SkeletonRows } from '../../components/layout';
import { ProblemNote } from '../../components/problem-note';
import { useWords } from '../../i18n/i18n';
import { useMinorMoney } from '../../i18n/use-money';
import { OrderBadge } from '../../pages/orders/order-badge';
import { useOrderTexts } from '../../pages/orders/use-order-texts';
import { useTenantId } from '../../session/session-context';
import { Section } from './section';

const SHOWN = 5;
/** An order moves while somebody writes about it. */
const AGAIN_MS = 30_000;

/** What the customer has ordered, the newest first, each with the way to its page. */
export function OrderList({ contactId }: { contactId: string }) {
  const o = useOrderTexts();
  const { date } = useWords();
  const money = useMinorMoney();
  const tenantId = useTenantId();
  const orders = useQuery({
    queryKey: ['orders', tenantId, 'of-contact', contactId],
    queryFn: () => unwrap(api.GET('/api/v1/orders', { params: { query: { contactId, limit: SHOWN } } })),
    refetchInterval: AGAIN_MS,
  });
  return (
    <Section title={o('orders.ofCustomer')}>
      {orders.isPending && <SkeletonRows rows={2} />}
      {orders.isError && !orders.data && <ProblemNote problem={orders.error} retry={() => orders.refetch()} />}
      {orders.data?.items.length === 0 && <p className="text-sm text-muted">{o('orders.ofCustomerNone')}</p>}
      {orders.data && orders.data.items.length > 0 && (
        <ul className="grid gap-1">
          {orders.data.items.map(({ id, orderNumber, status, totalMinor, currency, placedAt }) => (
            <li key={id} className="min-w-0">
              <Link
                to={`/orders/${id}`}
                className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 rounded-lg px-2 py-1.5 text-sm hover:bg-raised"
              >
                <bdi className="min-w-0 font-medium break-words text-brand-ink">{orderNumber}</bdi>
                <OrderBadge status={status} />
                <span className="flex w-full justify-between gap-3 text-muted">
                  <time dateTime={placedAt}>{date(placedAt, 'day')}</time>
                  <span className="tabular-nums">{money({ amountMinor: totalMinor, currency })}</span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {orders.data?.nextCursor && <p className="mt-1 px-2 text-xs text-muted">{o('orders.ofCustomerMore', { count: SHOWN })}</p>}
    </Section>
  );
}
