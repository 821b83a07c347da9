import { readCart } from './cart.js';

const cart = (...items: object[]) => ({ type: 'order', order: { catalog_id: '1', product_items: items } });
const item = (over: object = {}) => ({ product_retailer_id: 'mug', quantity: 2, item_price: 30, currency: 'USD', ...over });

describe('a cart', () => {
  it('is read in minor units of its currency', () => {
    expect(readCart(cart(item(), item({ product_retailer_id: 'tea', quantity: '1', item_price: '2.5' })))).toEqual({
      currency: 'USD',
      totalMinor: 6_250,
      items: [
        { sku: 'mug', quantity: 2, unitPriceMinor: 3_000 },
        { sku: 'tea', quantity: 1, unitPriceMinor: 250 },
      ],
    });
    expect(readCart(cart(item({ currency: 'JPY' })))?.totalMinor).toBe(60);
  });

  it('is none where something in it cannot be counted', () => {
    for (const wrong of [
      { currency: 'EUR' },
      { quantity: 0 },
      { quantity: -1 },
      { item_price: -1 },
      { item_price: 'x' },
      { product_retailer_id: '' },
    ])
      expect(readCart(cart(item(), item(wrong)))).toBeUndefined();
    for (const wrong of [undefined, {}, cart(), cart(item({ currency: '???' }))]) expect(readCart(wrong)).toBeUndefined();
  });
});
