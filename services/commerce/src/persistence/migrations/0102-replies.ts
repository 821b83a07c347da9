/** Reminders of an invoice stop when its customer replies to one. */
export const replies = {
  name: '0102-replies',
  sql: `
alter table commerce.invoices
  add column reminded_at timestamptz(3),
  drop constraint invoices_reminders_stopped_check,
  add constraint invoices_reminders_stopped_check check (reminders_stopped in ('disputed', 'opted_out', 'by_hand', 'replied'));
create index invoices_reminded on commerce.invoices (tenant_id, phone)
  where reminded_at is not null and reminders_stopped is null and status in ('sent', 'partly_paid');
`,
};
