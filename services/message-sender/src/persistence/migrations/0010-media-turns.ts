/** Files are moved for tenants in turns (ADR 20). */
export const mediaTurns = {
  name: '0010-media-turns',
  sql: `
drop index message_sender.media_fetches_due, message_sender.media_uploads_due;
create index media_fetches_due on message_sender.media_fetches (tenant_id, next_attempt_at);
create index media_uploads_due on message_sender.media_uploads (tenant_id, next_attempt_at) where next_attempt_at is not null;
`,
};
