/** Until when a customer may confirm an order that is paid at the door. */
export const confirmations = {
  name: '0052-confirmations',
  sql: `
alter table commerce.orders add column confirm_by timestamptz(3);
create index orders_confirm_by on commerce.orders (confirm_by) where confirm_by is not null;
-- Null: it waits without an end.
alter table commerce.message_settings add column confirm_hours integer;
`,
};
