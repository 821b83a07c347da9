import { listOf, textOf, timeOf } from '../../domain/connections/reading.js';
import type { ChangedOrder, Place, Shop } from './shop.js';
import { ShopProblem, type ShopHttp } from './shop-http.js';

const PAGE = 50;
const TOPICS = ['order.created', 'order.updated', 'order.deleted', 'order.restored'];

const address = ({ storeUrl }: Shop, path: string, query: Record<string, string>): string =>
  `${storeUrl.replace(/\/+$/, '')}/wp-json/wc/v3/${path}?${new URLSearchParams(query).toString()}`;

/** Source: WooCommerce REST API v3, "Authentication over HTTPS". */
function headersOf({ credentials: { consumerKey, consumerSecret } }: Shop): Record<string, string> {
  if (!consumerKey || !consumerSecret) throw new ShopProblem('credentials_missing', 'A consumer key and its secret are needed.');
  return { authorization: `Basic ${Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64')}` };
}

/**
 * Its times have whole seconds and `modified_after` leaves the second itself out: so a page begins a second earlier. Reading goes on from the last
 * change and not by pages, since an order that changes meanwhile would move the others; by pages only where one second fills a whole page.
 * Source: WooCommerce REST API v3, "List all orders".
 */
export async function changedOfWooCommerce(
  http: ShopHttp,
  shop: Shop,
  { since, cursor }: Place,
): Promise<{ orders: ChangedOrder[]; next: Place | undefined }> {
  const page = Number(cursor ?? 1);
  const answer = await http.call(
    address(shop, 'orders', {
      modified_after: new Date(Date.parse(since) - 1_000).toISOString().slice(0, 19),
      dates_are_gmt: 'true',
      orderby: 'modified',
      order: 'asc',
      per_page: String(PAGE),
      page: String(page),
    }),
    { headers: headersOf(shop) },
  );
  if (!Array.isArray(answer)) throw new ShopProblem('no_shop_api', 'The shop answers with no list of orders.');
  const orders = listOf(answer).flatMap((body): ChangedOrder[] => {
    const ms = timeOf(body.date_modified_gmt, 'Z');
    return ms === undefined ? [] : [{ topic: 'order.updated', body, changedAt: new Date(ms).toISOString() }];
  });
  if (answer.length < PAGE) return { orders, next: undefined };
  const last = orders.at(-1)?.changedAt ?? since;
  return { orders, next: last > since ? { since: last } : { since, cursor: String(page + 1) } };
}

/** A webhook is known by its address and topic. Source: WooCommerce REST API v3, "Webhooks". */
export async function subscribeWooCommerce(http: ShopHttp, shop: Shop): Promise<number> {
  const headers = headersOf(shop);
  const answer = await http.call(address(shop, 'webhooks', { per_page: '100' }), { headers });
  const ours = listOf(answer).filter(({ delivery_url }) => delivery_url === shop.webhookUrl);
  let changed = 0;
  for (const topic of TOPICS) {
    const known = ours.find((one) => one.topic === topic);
    if (known?.status === 'active') continue;
    changed++;
    const id = textOf(known?.id, 20);
    if (id) {
      await http.call(address(shop, `webhooks/${encodeURIComponent(id)}`, {}), { method: 'PUT', headers, body: { status: 'active' } });
      continue;
    }
    const body = { name: `Chasqui: ${topic}`, topic, delivery_url: shop.webhookUrl, secret: shop.secret, status: 'active' };
    await http.call(address(shop, 'webhooks', {}), { method: 'POST', headers, body });
  }
  return changed;
}
