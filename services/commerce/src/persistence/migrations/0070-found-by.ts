/** By what is found: invoices of an order, void ones too, and whose orders wait for a confirmation that is over. */
export const foundBy = {
  name: '0070-found-by',
  sql: `
create index invoices_of_order on commerce.invoices (tenant_id, order_id) where order_id is not null;
create index orders_confirm_by_tenant on commerce.orders (tenant_id, confirm_by, id) where confirm_by is not null;
`,
};
