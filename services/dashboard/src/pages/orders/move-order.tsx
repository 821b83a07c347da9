import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, unwrap } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Button } from '../../components/button';
import { TextField } from '../../components/field';
import { Form, useForm } from '../../components/form';
import { Card } from '../../components/layout';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import type { Order } from './order-badge';
import { useOrderTexts } from './use-order-texts';

/** Moves that take an order off its way stand behind the others, and look so. */
const ASIDE: readonly Order['status'][] = ['cancelled', 'refunded', 'returned'];

/** Where the order goes next, and how its parcel is found. */
export function MoveOrder({ order, changed, again }: { order: Order; changed: (now: Order) => void; again: () => void }) {
  const { explain } = useWords();
  const o = useOrderTexts();
  const say = useToast();
  const navigate = useNavigate();
  const [trackingNumber, setNumber] = useState(order.trackingNumber ?? '');
  const [trackingUrl, setUrl] = useState(order.trackingUrl ?? '');
  const [status, setStatus] = useState<Order['status']>();
  const path = { id: order.id };
  const state = useForm(['trackingNumber', 'trackingUrl'], async () => {
    const body = { ...(status ? { status } : {}), trackingNumber: trackingNumber.trim() || null, trackingUrl: trackingUrl.trim() || null };
    const now = await unwrap(api.PUT('/api/v1/orders/{id}', { params: { path }, body }));
    changed(now);
    say(() => o('orders.moved', { number: now.orderNumber, status: o(`orders.is.${now.status}`) }));
  });
  const sendList = async (): Promise<void> => {
    try {
      const asked = await unwrap(
        api.POST('/api/v1/orders/{id}/packing-messages', { params: { path }, body: { messageType: 'packing_list' } }),
      );
      if (asked.status === 'skipped') say(() => o('orders.skipped'), 'bad');
      else say(() => o('orders.asked'));
      again();
    } catch (error) {
      say(() => explain(toProblem(error)), 'bad');
    }
  };
  /** An order is invoiced once: a second time leads to the same invoice. */
  const invoice = async (): Promise<void> => {
    try {
      const { id } = await unwrap(api.POST('/api/v1/invoices', { body: { orderId: order.id } }));
      await navigate(`/orders/invoices/${id}`);
    } catch (error) {
      say(() => explain(toProblem(error)), 'bad');
    }
  };
  const moves = [...order.possible].sort((a, b) => Number(ASIDE.includes(a)) - Number(ASIDE.includes(b)));
  return (
    <Card title={o('orders.next')}>
      <Form state={state} className="grid gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={o('orders.tracking')}
            value={trackingNumber}
            onValue={setNumber}
            error={state.error('trackingNumber')}
            maxLength={100}
            optional
          />
          <TextField
            label={o('orders.trackingUrl')}
            value={trackingUrl}
            onValue={setUrl}
            error={state.error('trackingUrl')}
            type="url"
            maxLength={2_000}
            optional
          />
        </div>
        <div className="flex flex-wrap gap-2">
          {moves.map((to) => (
            <Button
              key={to}
              type="submit"
              variant={ASIDE.includes(to) ? 'quiet' : to === moves[0] ? 'primary' : 'secondary'}
              busy={state.busy && status === to}
              onClick={() => setStatus(to)}
            >
              {o(`orders.is.${to}`)}
            </Button>
          ))}
          <Button type="button" variant="secondary" onClick={() => void sendList()}>
            {o('orders.sendList')}
          </Button>
          <Button type="button" variant="secondary" onClick={() => void invoice()}>
            {o('orders.invoice')}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
