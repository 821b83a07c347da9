/** What a campaign that pauses takes back: those of whom a message was asked for and nothing heard. */
export const withdrawnMessages = {
  name: '0052-withdrawn-messages',
  sql: `create index recipients_under_way on engagement.recipients (tenant_id, campaign_id, contact_id)
  where state = 'queued' and message_id is not null;`,
};
