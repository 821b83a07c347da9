import { createHmac } from 'node:crypto';
import { until, type PlatformApi } from './platform-api.js';

const NAME = 'Web shop';
const DAY_MS = 24 * 60 * 60_000;
/** What the demo's shop has sold: how many days ago something happened, and where each order stands since. */
const ORDERS = [
  ['1001', 12, 'delivered', 'Ana Torres', '+16505550101', [['Commuter helmet', 1, '59.00']]],
  ['1002', 6, 'refunded', 'Ben Adler', '+16505550102', [['Bell', 2, '9.50']]],
  ['1003', 3, 'sent', 'Chloe Martin', '+16505550103', [['Rear light', 1, '24.90']]],
  ['1004', 2, 'packing', 'Dario Rossi', '+16505550104', [['Inner tube, 28 inch', 4, '6.25']]],
  [
    '1005',
    1,
    'paid',
    'Elif Kaya',
    '+16505550105',
    [
      ['Floor pump', 1, '39.00'],
      ['Chain oil', 1, '8.90'],
    ],
  ],
  ['1006', 1, 'open', 'Femi Ade', '+16505550106', [['Basic service', 1, '49.00']]],
] as const satisfies readonly [string, number, string, string, string, readonly [string, number, string][]][];

const MAPPING = {
  id: 'order.number',
  number: 'order.number',
  status: 'order.state',
  statuses: { open: 'pending', sent: 'shipped' },
  phone: 'order.customer.phone',
  customerName: 'order.customer.name',
  currency: 'order.currency',
  total: 'order.total',
  changedAt: 'order.changedAt',
  items: 'order.lines',
  itemName: 'title',
  itemQuantity: 'count',
  itemPrice: 'price',
};

/**
 * A connected shop with orders in several states, as its own signed webhooks tell of them. They are older than the connection, so that nobody is
 * written to. Again is the same as once.
 *
 * @param api of the company
 */
export async function seedOrders(api: PlatformApi, gatewayUrl: string, secret: string): Promise<void> {
  const known = await api.get<{ items: { id: string; name: string }[] }>('/commerce/connections');
  const { id } =
    known.items.find(({ name }) => name === NAME) ??
    (await api.post<{ id: string }>('/commerce/connections', { platform: 'generic', name: NAME, secret, mapping: MAPPING }));
  for (const [number, days, state, name, phone, lines] of ORDERS) {
    const total = lines.reduce((sum, [, count, price]) => sum + count * Math.round(Number(price) * 100), 0) / 100;
    const order = {
      number,
      state,
      customer: { name, phone },
      currency: 'USD',
      total: total.toFixed(2),
      changedAt: new Date(Date.now() - days * DAY_MS).toISOString(),
      lines: lines.map(([title, count, price]) => ({ title, count, price })),
    };
    const body = JSON.stringify({ order });
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    const headers = { 'x-signature-256': signature, 'x-event-id': `demo-${number}`, 'x-topic': 'order.changed' };
    const response = await fetch(`${gatewayUrl}/webhooks/generic/${id}`, { method: 'POST', headers, body });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`the demo order ${number} was not taken: ${response.status}`);
  }
  await until(async () => {
    const { items } = await api.get<{ items: unknown[] }>('/orders?limit=50');
    return items.length >= ORDERS.length || undefined;
  }, 'taking the demo orders');
}
