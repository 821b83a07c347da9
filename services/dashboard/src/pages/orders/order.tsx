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
import { MoveOrder } from './move-order';
import { OrderBadge, type Order } from './order-badge';
import { OrderTimeline } from './order-timeline';
import { PackItems } from './pack-items';
import { useOrderTexts } from './use-order-texts';

const AGAIN_MS = 5_000;

/** One order: what is to be packed, where it stands, and what happened. Made for a phone in a warehouse, too. */
export function OrderPage() {
  const { t } = useWords();
  const o = useOrderTexts();
  const { id = '' } = useParams();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const key = ['orders', tenantId, id];
  const order = useQuery({
    queryKey: key,
    queryFn: () => unwrap(api.GET('/api/v1/orders/{id}', { params: { path: { id } } })),
    refetchInterval: AGAIN_MS,
  });
  return (
    <>
      <Link to="/orders" className="mb-3 inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink">
        <ArrowLeft className="size-4" aria-hidden />
        {t('nav.orders')}
      </Link>
      {order.data ? (
        <Shown order={order.data} changed={(now) => queries.setQueryData(key, now)} again={() => void order.refetch()} />
      ) : (
        <>
          <PageHeader title={o('orders.number')} />
          <div className="card">
            {order.isPending ? (
              <SkeletonRows />
            ) : (
              <div className="p-4">
                <ProblemNote problem={order.error} retry={() => order.refetch()} />
              </div>
            )}
          </div>
        </>
      )}
    </>
  );
}

function Shown({ order, changed, again }: { order: Order; changed: (now: Order) => void; again: () => void }) {
  const { date } = useWords();
  const o = useOrderTexts();
  const money = useMinorMoney();
  const mayWork = may(useSigned(), 'answer');
  const { customerName, phone, address } = order;
  return (
    <>
      <PageHeader
        title={`${o('orders.number')} ${order.orderNumber}`}
        text={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <OrderBadge status={order.status} />
            <span>{money({ amountMinor: order.totalMinor, currency: order.currency })}</span>
            <span>{date(order.placedAt)}</span>
          </span>
        }
      />
      <div className="grid gap-4 lg:grid-cols-[3fr_2fr]">
        <div className="grid content-start gap-4">
          <PackItems order={order} changed={changed} mayWork={mayWork} />
          {mayWork && <MoveOrder order={order} changed={changed} again={again} />}
        </div>
        <div className="grid content-start gap-4">
          <Card title={o('orders.customer')}>
            <p className="font-medium break-words">{customerName ?? o('orders.unknown')}</p>
            {phone && <p className="text-muted">+{phone}</p>}
            {address && (
              <>
                <p className="mt-3 text-sm text-muted">{o('orders.address')}</p>
                <p className="break-words whitespace-pre-line">{address}</p>
              </>
            )}
          </Card>
          <OrderTimeline order={order} />
        </div>
      </div>
    </>
  );
}
