import { Injectable } from '@nestjs/common';
import type { Json } from '../../domain/connections/reading.js';
import { ShopHttp, ShopProblem } from './shop-http.js';
import { changedOfShopify, subscribeShopify } from './shopify-api.js';
import { changedOfWooCommerce, subscribeWooCommerce } from './woocommerce-api.js';

/** A shop whose own API can be used. */
export interface Shop {
  platform: 'shopify' | 'woocommerce';
  storeUrl: string;
  /** Where its webhooks are to come, and by what it is to sign them. */
  webhookUrl: string;
  secret: string;
  credentials: { consumerKey?: string; consumerSecret?: string; accessToken?: string };
}

/** Where to go on reading. */
export interface Place {
  /** ISO 8601: what changed from then on. */
  since: string;
  cursor?: string;
}

/** An order as its webhook would tell of it. */
export interface ChangedOrder {
  topic: string;
  body: Json;
  changedAt: string;
}

/** What a shop's own API says of its orders and its webhooks. */
@Injectable()
export class ShopClient {
  constructor(private readonly http: ShopHttp) {}

  /** A page of orders, the longest unchanged first. @returns `next` where there are more @throws {ShopProblem} */
  changed(shop: Shop, from: Place): Promise<{ orders: ChangedOrder[]; next: Place | undefined }> {
    return shop.platform === 'shopify' ? changedOfShopify(this.http, shop, from) : changedOfWooCommerce(this.http, shop, from);
  }

  /** Makes the webhooks that are missing, and switches those on that the shop switched off. @returns how many @throws {ShopProblem} */
  subscribe(shop: Shop): Promise<number> {
    return shop.platform === 'shopify' ? subscribeShopify(this.http, shop) : subscribeWooCommerce(this.http, shop);
  }
}

export { ShopProblem };
