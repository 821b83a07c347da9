import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from './world.js';

/** Plays a shop's own API: answers as it documents it, and checks what is asked of it. */
abstract class StandIn {
  readonly #server: Server;
  /** What every request is answered with instead, if anything. */
  answers: number | undefined;
  /** Requests that were not as the platform documents them. */
  readonly faults: string[] = [];
  requests = 0;

  constructor() {
    this.#server = createServer((request, response) => {
      void this.#read(request).then((body) => {
        this.requests++;
        const { status, json } = this.answers ? { status: this.answers, json: {} } : this.answer(request, body);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
      });
    });
  }

  protected abstract answer(request: IncomingMessage, body: Json): { status: number; json: unknown };

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #read(request: IncomingMessage): Promise<Json> {
    let text = '';
    for await (const part of request) text += String(part);
    return text ? (JSON.parse(text) as Json) : {};
  }
}

/** WooCommerce's REST API v3: orders by their change, and webhooks. */
export class WooStandIn extends StandIn {
  readonly orders = new Map<number, Json>();
  webhooks: Json[] = [];
  /** Whether every page of orders is the first one. */
  isAlwaysFirstPage = false;
  /** Whether the key may read orders only. */
  isReadOnly = false;

  protected answer({ url, method, headers }: IncomingMessage, body: Json) {
    const { pathname, searchParams } = new URL(url!, 'http://shop');
    if (headers.authorization !== `Basic ${Buffer.from('ck_1:cs_1').toString('base64')}`) return { status: 401, json: {} };
    const [, resource, id] = /^\/wp-json\/wc\/v3\/(orders|webhooks)(?:\/(\d+))?$/.exec(pathname) ?? [];
    if (resource === 'orders' && method === 'GET') return { status: 200, json: this.#changed(searchParams) };
    if (resource !== 'webhooks') return { status: 404, json: {} };
    if (this.isReadOnly) return { status: 403, json: {} };
    if (method === 'GET') return { status: 200, json: this.webhooks };
    if (method === 'PUT')
      Object.assign(
        this.webhooks.find((one) => one.id === Number(id))!,
        body,
      );
    if (method === 'POST') this.webhooks.push({ ...body, id: this.webhooks.length + 1 });
    return { status: 200, json: {} };
  }

  #changed(query: URLSearchParams): Json[] {
    for (const [name, value] of Object.entries({ orderby: 'modified', order: 'asc', dates_are_gmt: 'true' }))
      if (query.get(name) !== value) this.faults.push(`${name} is ${query.get(name)}`);
    const after = query.get('modified_after') ?? '';
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(after)) this.faults.push(`modified_after is ${after}`);
    const [size, page] = [Number(query.get('per_page')), this.isAlwaysFirstPage ? 1 : Number(query.get('page'))];
    return [...this.orders.values()]
      .filter(({ date_modified_gmt }) => date_modified_gmt > after)
      .sort((a, b) => (a.date_modified_gmt < b.date_modified_gmt ? -1 : a.date_modified_gmt > b.date_modified_gmt ? 1 : a.id - b.id))
      .slice((page - 1) * size, page * size);
  }
}

/** Shopify's GraphQL Admin API, as far as orders and subscriptions go. */
export class ShopifyStandIn extends StandIn {
  readonly orders = new Map<number, Json>();
  subscriptions: Json[] = [];

  protected answer({ url, headers }: IncomingMessage, { query, variables }: Json) {
    if (!/^\/admin\/api\/20\d\d-(01|04|07|10)\/graphql\.json$/.test(url!)) return { status: 404, json: {} };
    if (headers['x-shopify-access-token'] !== 'shpat_1') return { status: 401, json: {} };
    return { status: 200, json: { data: this.#data(String(query), variables) } };
  }

  #data(query: string, variables: Json): Json {
    if (query.includes('webhookSubscriptions(')) return { webhookSubscriptions: { nodes: this.subscriptions } };
    if (query.includes('webhookSubscriptionCreate(')) {
      this.subscriptions.push(variables);
      return { webhookSubscriptionCreate: { userErrors: [] } };
    }
    const [, since] = /^updated_at:>='(.+)'$/.exec(variables.query) ?? [];
    if (!since || !query.includes('sortKey: UPDATED_AT')) this.faults.push(`query is ${variables.query}`);
    const all = [...this.orders.values()]
      .filter(({ updatedAt }) => updatedAt >= since!)
      .sort((a, b) => (a.updatedAt < b.updatedAt ? -1 : 1));
    const from = Number(variables.after ?? 0);
    const nodes = all.slice(from, from + Number(variables.first));
    return { orders: { nodes, pageInfo: { hasNextPage: from + nodes.length < all.length, endCursor: String(from + nodes.length) } } };
  }
}

/** An order as the GraphQL API has it in the end, of the life that `shopifyLife` tells. */
export function shopifyNode(id: number, ends: 'delivered' | 'refunded' | 'cancelled'): Json {
  const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 14, minute)).toISOString();
  const isSent = ends !== 'cancelled';
  const money = (amount: string): Json => ({ shopMoney: { amount, currencyCode: 'USD' } });
  return {
    id: `gid://shopify/Order/${id}`,
    name: `#${id}`,
    createdAt: at(0),
    updatedAt: at(ends === 'cancelled' ? 5 : ends === 'delivered' ? 9 : 30),
    cancelledAt: ends === 'cancelled' ? at(5) : null,
    currencyCode: 'USD',
    phone: '+1 650 555 1234',
    customerLocale: 'en',
    paymentGatewayNames: ['shopify_payments'],
    displayFinancialStatus: ends === 'cancelled' ? 'VOIDED' : ends === 'refunded' ? 'REFUNDED' : 'PAID',
    displayFulfillmentStatus: isSent ? 'FULFILLED' : 'UNFULFILLED',
    totalPriceSet: money('27.50'),
    customer: { firstName: 'Kerry', lastName: 'Fisher', defaultPhoneNumber: null },
    shippingAddress: null,
    billingAddress: null,
    lineItems: {
      nodes: [
        { id: 'gid://shopify/LineItem/11', sku: null, name: 'Mug', quantity: 2, currentQuantity: 2, originalUnitPriceSet: money('13.75') },
      ],
    },
    fulfillments: isSent
      ? [
          {
            id: `gid://shopify/Fulfillment/${id * 10}`,
            status: 'SUCCESS',
            displayStatus: 'DELIVERED',
            updatedAt: at(9),
            trackingInfo: [{ number: 'T1', url: 'https://t.example.com/T1' }],
          },
        ]
      : [],
    refunds:
      ends === 'refunded'
        ? [
            {
              id: `gid://shopify/Refund/${id * 100}`,
              transactions: { nodes: [{ kind: 'REFUND', status: 'SUCCESS', amountSet: money('27.50') }] },
            },
          ]
        : [],
  };
}
