import type { ordersEn } from './orders.en';

export const ordersEs: Record<keyof typeof ordersEn, string> = {};
export const ordersEs: Record<keyof typeof ordersEn, string> = {
  'audit.target.connection': 'Conexión con una tienda',
  'scope.connections:write': 'Conectar tiendas y repetir lo que avisaron',
  'audit.target.order': 'Pedido',
  'scope.orders:read': 'Ver pedidos',
  'scope.orders:write': 'Crear, empacar y mover pedidos',
};
