import type { Schemas } from '../../api/client';
import { Badge, type Tone } from '../../components/badge';
import { useOrderTexts } from './use-order-texts';

export type Order = Schemas['OrderDetailDto'];
export type OrderStatus = Order['status'];

const TONES: Record<OrderStatus, Tone> = {
  awaiting_confirmation: 'warn',
  pending: 'neutral',
  confirmed: 'info',
  paid: 'info',
  packing: 'brand',
  shipped: 'brand',
  delivered: 'good',
  cancelled: 'bad',
  refunded: 'neutral',
  returned: 'warn',
};
export const STATUSES = Object.keys(TONES) as OrderStatus[];

export function OrderBadge({ status }: { status: OrderStatus }) {
  const o = useOrderTexts();
  return <Badge tone={TONES[status]}>{o(`orders.is.${status}`)}</Badge>;
}
