/** Orders, where other pages name them. */
export const ordersEn = {
  'audit.target.order': 'Order',
  'scope.orders:read': 'Read orders',
  'scope.orders:write': 'Create, pack and move orders',
} as const;
