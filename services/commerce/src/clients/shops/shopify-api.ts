import { listOf, objectOf, textOf, timeOf, type Json } from '../../domain/connections/reading.js';
import {
  SHOPIFY_ORDERS,
  SHOPIFY_SUBSCRIBE,
  SHOPIFY_SUBSCRIPTIONS,
  SHOPIFY_TOPICS,
  webhookOfGraph,
} from '../../domain/connections/shopify-graph.js';
import type { ChangedOrder, Place, Shop } from './shop.js';
import { ShopProblem, type ShopHttp } from './shop-http.js';

const VERSION = '2026-10';
/** What one query may cost is bounded: orders come with their lines, parcels and refunds. */
const PAGE = 25;

async function ask(http: ShopHttp, { storeUrl, credentials }: Shop, query: string, variables: object): Promise<Json> {
  if (!credentials.accessToken) throw new ShopProblem('credentials_missing', 'An access token is needed.');
  const answer = await http.call(`${storeUrl.replace(/\/+$/, '')}/admin/api/${VERSION}/graphql.json`, {
    method: 'POST',
    headers: { 'x-shopify-access-token': credentials.accessToken },
    body: { query, variables },
  });
  const [error] = listOf(objectOf(answer)?.errors);
  const code = textOf(objectOf(error?.extensions)?.code, 60);
  if (code === 'THROTTLED') throw new ShopProblem('unreachable', 'The shop asks for a pause.');
  if (code === 'ACCESS_DENIED') throw new ShopProblem('credentials_refused', 'The access token may not do this.');
  const data = objectOf(objectOf(answer)?.data);
  if (error || !data) throw new ShopProblem('no_shop_api', `The shop says: ${textOf(error?.message, 200) ?? 'nothing'}`);
  return data;
}

export async function changedOfShopify(
  http: ShopHttp,
  shop: Shop,
  { since, cursor }: Place,
): Promise<{ orders: ChangedOrder[]; next: Place | undefined }> {
  const variables = { first: PAGE, after: cursor ?? null, query: `updated_at:>='${since}'` };
  const found = objectOf((await ask(http, shop, SHOPIFY_ORDERS, variables)).orders);
  if (!found) throw new ShopProblem('no_shop_api', 'The shop answers with no list of orders.');
  const orders = listOf(found.nodes).flatMap((node): ChangedOrder[] => {
    const ms = timeOf(node.updatedAt);
    return ms === undefined ? [] : [{ topic: 'orders/updated', body: webhookOfGraph(node), changedAt: new Date(ms).toISOString() }];
  });
  const page = objectOf(found.pageInfo);
  const after = textOf(page?.endCursor, 500);
  return { orders, next: page?.hasNextPage === true && after ? { since, cursor: after } : undefined };
}

/** Shopify deletes a subscription whose deliveries fail eight times. */
export async function subscribeShopify(http: ShopHttp, shop: Shop): Promise<number> {
  const found = objectOf((await ask(http, shop, SHOPIFY_SUBSCRIPTIONS, {})).webhookSubscriptions);
  const ours = listOf(found?.nodes).filter(({ uri }) => uri === shop.webhookUrl);
  const missing = SHOPIFY_TOPICS.filter((topic) => !ours.some((one) => one.topic === topic));
  for (const topic of missing) {
    const made = objectOf((await ask(http, shop, SHOPIFY_SUBSCRIBE, { topic, uri: shop.webhookUrl })).webhookSubscriptionCreate);
    const [error] = listOf(made?.userErrors);
    if (error) throw new ShopProblem('webhooks_refused', `The shop says: ${textOf(error.message, 200) ?? ''}`);
  }
  return missing.length;
}
