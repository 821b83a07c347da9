/** Orders, where other pages name them. */
export const ordersEn = {} as const;
export const ordersEn = {
  'audit.target.connection': 'Connection to a shop',
  'scope.connections:write': 'Connect shops and replay what they told',
  'audit.target.order': 'Order',
  'scope.orders:read': 'Read orders',
  'scope.orders:write': 'Create, pack and move orders',
} as const;
