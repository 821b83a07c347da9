/** Orders, where other pages name them. */
export const ordersEn = { 'nav.orders': 'Orders', 'nav.shops': 'Shops' } as const;
