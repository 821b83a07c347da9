import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap, type Schemas } from '../../api/client';
import { toProblem } from '../../api/problem';
import { cn } from '../../components/cn';
import { PageHeader } from '../../components/layout';
import { Listing, nextCursor, pageQuery } from '../../components/listing';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import { useAgo } from '../../i18n/use-ago';
import { useMinorMoney } from '../../i18n/use-money';
import { may } from '../../session/permissions';
import { useSigned, useTenantId } from '../../session/session-context';
import { OrderBadge, type OrderStatus } from './order-badge';
import { OrderTabs } from './order-tabs';
import { useOrderTexts } from './use-order-texts';

type Order = Schemas['ListedOrderDto'];

/** The way of an order that goes well. What leaves it is no column: it is done, and the list has it. */
const COLUMNS = [
  'awaiting_confirmation',
  'pending',
  'confirmed',
  'paid',
  'packing',
  'shipped',
  'delivered',
] as const satisfies OrderStatus[];
const AGAIN_MS = 15_000;
const PAGE = 20;

/** Orders by where they stand. They are moved by pointer, or by the choice on each card; only where the server says that they may go. */
export function OrderBoardPage() {
  const { explain } = useWords();
  const o = useOrderTexts();
  const say = useToast();
  const tenantId = useTenantId();
  const queries = useQueryClient();
  const [dragged, setDragged] = useState<Order>();
  const move = async (order: Order, status: OrderStatus): Promise<void> => {
    try {
      await unwrap(api.PUT('/api/v1/orders/{id}', { params: { path: { id: order.id } }, body: { status } }));
      say(() => o('orders.moved', { number: order.orderNumber, status: o(`orders.is.${status}`) }));
    } catch (error) {
      say(() => explain(toProblem(error)), 'bad');
    }
    await queries.invalidateQueries({ queryKey: ['orders', tenantId] });
  };
  return (
    <>
      <PageHeader title={o('orders.board')} text={o('orders.boardText')} />
      <OrderTabs chosen="board" />
      <div className="flex gap-3 overflow-x-auto" tabIndex={0} role="region" aria-label={o('orders.board')}>
        {COLUMNS.map((status) => (
          <Column key={status} status={status} dragged={dragged} onDrag={setDragged} move={(order, to) => void move(order, to)} />
        ))}
      </div>
    </>
  );
}

interface ColumnProps {
  status: OrderStatus;
  dragged: Order | undefined;
  onDrag: (order: Order | undefined) => void;
  move: (order: Order, to: OrderStatus) => void;
}

function Column({ status, dragged, onDrag, move }: ColumnProps) {
  const o = useOrderTexts();
  const tenantId = useTenantId();
  const orders = useInfiniteQuery({
    queryKey: ['orders', tenantId, 'board', status],
    queryFn: ({ pageParam }) => unwrap(api.GET('/api/v1/orders', { params: { query: { ...pageQuery(pageParam, PAGE), status } } })),
    initialPageParam: '',
    getNextPageParam: nextCursor,
    refetchInterval: AGAIN_MS,
  });
  const isOpen = dragged?.possible.includes(status) ?? false;
  return (
    <section
      aria-labelledby={`column-${status}`}
      data-column={status}
      className={cn('card w-72 shrink-0 self-start', isOpen && 'border-brand')}
      onDragOver={(event) => {
        // Who does not allow it refuses the drop.
        if (isOpen) event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        if (dragged && isOpen) move(dragged, status);
        onDrag(undefined);
      }}
    >
      <h2 id={`column-${status}`} className="border-b border-line p-3">
        <OrderBadge status={status} />
      </h2>
      <Listing<Order> query={orders} empty={<p className="p-4 text-sm text-muted">{o('orders.boardEmpty')}</p>}>
        {(rows) => (
          <ul className="grid gap-2 p-2">
            {rows.map((order) => (
              <BoardCard key={order.id} order={order} onDrag={onDrag} move={move} />
            ))}
          </ul>
        )}
      </Listing>
    </section>
  );
}

function BoardCard({ order, onDrag, move }: { order: Order } & Pick<ColumnProps, 'onDrag' | 'move'>) {
  const o = useOrderTexts();
  const money = useMinorMoney();
  const ago = useAgo();
  const { id, orderNumber, customerName, phone, totalMinor, currency, placedAt, possible } = order;
  const isMovable = may(useSigned(), 'answer') && possible.length > 0;
  return (
    <li
      className="rounded-lg border border-line bg-surface p-3"
      draggable={isMovable}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', orderNumber);
        onDrag(order);
      }}
      onDragEnd={() => onDrag(undefined)}
    >
      <div className="flex items-baseline justify-between gap-2">
        <Link to={`/orders/${id}`} className="min-w-0 font-medium break-words text-brand-ink hover:underline" draggable={false}>
          {orderNumber}
        </Link>
        <span className="shrink-0 tabular-nums">{money({ amountMinor: totalMinor, currency })}</span>
      </div>
      <p className="break-words">{customerName ?? (phone ? `+${phone}` : o('orders.unknown'))}</p>
      <p className="text-sm text-muted">{ago(placedAt)}</p>
      {isMovable && (
        <select
          className="control mt-2 h-9 text-sm"
          aria-label={o('orders.moveOf', { number: orderNumber })}
          value=""
          onChange={(event) => move(order, event.target.value as OrderStatus)}
        >
          <option value="" disabled>
            {o('orders.moveTo')}
          </option>
          {possible.map((to) => (
            <option key={to} value={to}>
              {o(`orders.is.${to}`)}
            </option>
          ))}
        </select>
      )}
    </li>
  );
}
