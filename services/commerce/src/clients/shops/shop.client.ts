import { Injectable } from '@nestjs/common';
import type { ChangedOrder, Place, Shop } from './shop.js';
import { ShopHttp } from './shop-http.js';
import { changedOfShopify, subscribeShopify } from './shopify-api.js';
import { changedOfWooCommerce, subscribeWooCommerce } from './woocommerce-api.js';

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
