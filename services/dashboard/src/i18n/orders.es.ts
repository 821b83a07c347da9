import type { ordersEn } from './orders.en';

export const ordersEs: Record<keyof typeof ordersEn, string> = {
  'nav.orders': 'Pedidos',
  'nav.shops': 'Tiendas',
};
