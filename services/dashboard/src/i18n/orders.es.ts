import type { ordersEn } from './orders.en';

export const ordersEs: Record<keyof typeof ordersEn, string> = {
  'audit.target.order': 'Pedido',
  'scope.orders:read': 'Ver pedidos',
  'scope.orders:write': 'Crear, empacar y mover pedidos',
};
