/** How much of a connection waits, and how many of its orders are missing, is counted by these. */
export const connectionHealth = {
  name: '0050-connection-health',
  sql: `
create index connection_events_waiting on commerce.connection_events (tenant_id, connection_id) where due_at is not null;
create index shop_orders_missing on commerce.shop_orders (tenant_id, connection_id) where order_id is null;
`,
};
