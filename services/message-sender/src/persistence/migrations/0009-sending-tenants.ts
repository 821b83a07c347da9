/** The dispatcher counts what each tenant has under way. */
export const sendingTenants = {
  name: '0009-sending-tenants',
  sql: `
drop index message_sender.messages_sending;
create index messages_sending on message_sender.messages (attempted_at) include (tenant_id, outlet_id) where open_state = 'sending';
`,
};
