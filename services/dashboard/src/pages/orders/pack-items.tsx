import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { toProblem } from '../../api/problem';
import { Card } from '../../components/layout';
import { useToast } from '../../components/toast';
import { useWords } from '../../i18n/i18n';
import type { Order } from './order-badge';
import { useOrderTexts } from './use-order-texts';

const PACKABLE: readonly Order['status'][] = ['pending', 'confirmed', 'paid', 'packing'];

/** What goes into the parcel, to be ticked off: whole rows are wide enough for a thumb. */
export function PackItems({ order, changed, mayWork }: { order: Order; changed: (now: Order) => void; mayWork: boolean }) {
  const { number, explain } = useWords();
  const o = useOrderTexts();
  const say = useToast();
  const [busy, setBusy] = useState<string>();
  const mayPack = mayWork && PACKABLE.includes(order.status);
  const done = order.items.filter(({ packed }) => packed).length;
  const pack = async (itemId: string, packed: boolean): Promise<void> => {
    setBusy(itemId);
    try {
      const path = { id: order.id, itemId };
      changed(await unwrap(api.PUT('/api/v1/orders/{id}/items/{itemId}/pack', { params: { path }, body: { packed } })));
    } catch (error) {
      say(() => explain(toProblem(error)), 'bad');
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <Card
      title={o('orders.items')}
      actions={
        <span className="text-sm text-muted" aria-live="polite">
          {o('orders.packed', { done: number(done), all: number(order.items.length) })}
        </span>
      }
    >
      <ul className="-mx-2">
        {order.items.map(({ id, name, sku, quantity, packed }) => (
          <li key={id} className="border-line not-last:border-b">
            <label className="flex min-h-14 cursor-pointer items-center gap-3 rounded-lg px-2 py-2 hover:bg-raised/50">
              <input
                type="checkbox"
                className="size-6 shrink-0 accent-brand"
                checked={packed}
                disabled={!mayPack || busy === id}
                aria-label={o('orders.pack', { name })}
                onChange={(event) => void pack(id, event.target.checked)}
              />
              <span className="w-12 shrink-0 text-right text-lg font-semibold tabular-nums">
                {o('orders.quantity', { count: number(quantity) })}
              </span>
              <span className="min-w-0">
                <span className="block break-words">{name}</span>
                {sku && <span className="block text-sm break-words text-muted">{sku}</span>}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </Card>
  );
}
