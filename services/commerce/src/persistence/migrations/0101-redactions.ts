/** A shop may ask that a customer be forgotten before their order is here. */
export const redactions = {
  name: '0101-redactions',
  sql: `alter table commerce.shop_orders add column forgotten boolean not null default false`,
};
