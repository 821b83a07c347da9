import { listOf, objectOf, textOf, type Json } from './reading.js';

/** Topics that a shop is asked to tell of, as its API names them. */
export const SHOPIFY_TOPICS = [
  'ORDERS_CREATE',
  'ORDERS_UPDATED',
  'ORDERS_PAID',
  'ORDERS_CANCELLED',
  'ORDERS_FULFILLED',
  'ORDERS_DELETE',
  'FULFILLMENTS_CREATE',
  'FULFILLMENTS_UPDATE',
  'REFUNDS_CREATE',
  'CHECKOUTS_CREATE',
  'CHECKOUTS_UPDATE',
  'CHECKOUTS_DELETE',
  'APP_UNINSTALLED',
] as const;

const ADDRESS = '{ name company address1 address2 zip city province country countryCodeV2 phone }';
/** Orders by their last change. Source: Shopify, GraphQL Admin API 2026-10, "orders", "Order". */
export const SHOPIFY_ORDERS = `query Changed($first: Int!, $after: String, $query: String!) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id name createdAt updatedAt cancelledAt currencyCode phone customerLocale paymentGatewayNames
      displayFinancialStatus displayFulfillmentStatus
      totalPriceSet { shopMoney { amount } }
      customer { firstName lastName defaultPhoneNumber { phoneNumber } }
      shippingAddress ${ADDRESS}
      billingAddress ${ADDRESS}
      lineItems(first: 100) { nodes { id sku name quantity currentQuantity originalUnitPriceSet { shopMoney { amount } } } }
      fulfillments(first: 20) { id status displayStatus updatedAt trackingInfo(first: 1) { number url } }
      refunds(first: 20) { id transactions(first: 20) { nodes { kind status amountSet { shopMoney { amount currencyCode } } } } }
    }
  }
}`;
export const SHOPIFY_SUBSCRIPTIONS = `query Subscriptions { webhookSubscriptions(first: 250) { nodes { topic uri } } }`;
/** Source: Shopify, GraphQL Admin API 2026-10, "webhookSubscriptionCreate". */
export const SHOPIFY_SUBSCRIBE = `mutation Subscribe($topic: WebhookSubscriptionTopic!, $uri: String!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: $uri, format: JSON }) { userErrors { message } }
}`;

/** `gid://shopify/Order/450789469` is what webhooks call 450789469. */
const plainId = (value: unknown): string | null => /^gid:\/\/shopify\/\w+\/(\d{1,20})/.exec(textOf(value, 100) ?? '')?.[1] ?? null;
const amountOf = (set: unknown): Json => objectOf(objectOf(set)?.shopMoney) ?? {};
const lower = (value: unknown): string | null => textOf(value, 60)?.toLowerCase() ?? null;
const nodesOf = (value: unknown): Json[] => listOf(objectOf(value)?.nodes);

/** An order of the API in the shape in which webhooks tell of it, so that one reader reads both. */
export function webhookOfGraph(node: Json): Json {
  const customer = objectOf(node.customer);
  return {
    id: plainId(node.id),
    name: node.name,
    created_at: node.createdAt,
    updated_at: node.updatedAt,
    cancelled_at: node.cancelledAt ?? null,
    currency: node.currencyCode,
    total_price: amountOf(node.totalPriceSet).amount,
    phone: node.phone,
    customer_locale: node.customerLocale,
    payment_gateway_names: node.paymentGatewayNames,
    financial_status: lower(node.displayFinancialStatus),
    fulfillment_status: lower(node.displayFulfillmentStatus),
    customer: customer && {
      first_name: customer.firstName,
      last_name: customer.lastName,
      phone: objectOf(customer.defaultPhoneNumber)?.phoneNumber,
    },
    shipping_address: addressOf(node.shippingAddress),
    billing_address: addressOf(node.billingAddress),
    line_items: nodesOf(node.lineItems).map((item) => ({
      id: plainId(item.id),
      sku: item.sku,
      name: item.name,
      quantity: item.quantity,
      current_quantity: item.currentQuantity,
      price: amountOf(item.originalUnitPriceSet).amount,
    })),
    fulfillments: listOf(node.fulfillments).map((parcel) => {
      const [tracking] = listOf(parcel.trackingInfo);
      return {
        id: plainId(parcel.id),
        status: lower(parcel.status),
        shipment_status: parcel.displayStatus === 'DELIVERED' ? 'delivered' : null,
        updated_at: parcel.updatedAt,
        tracking_number: tracking?.number,
        tracking_url: tracking?.url,
      };
    }),
    refunds: listOf(node.refunds).map((refund) => ({
      id: plainId(refund.id),
      transactions: nodesOf(refund.transactions).map((transaction) => ({
        kind: lower(transaction.kind),
        status: lower(transaction.status),
        amount: amountOf(transaction.amountSet).amount,
        currency: amountOf(transaction.amountSet).currencyCode,
      })),
    })),
  };
}

function addressOf(value: unknown): Json | undefined {
  const address = objectOf(value);
  return address && { ...address, country_code: address.countryCodeV2 };
}
