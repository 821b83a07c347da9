/** From which message of a customer a golden question was made. It goes when that customer is forgotten. */
export const goldenSources = {
  name: '0041-golden-sources',
  sql: `
alter table knowledge.golden_questions
  add column source_conversation_id uuid,
  add column source_message_id uuid,
  add constraint golden_questions_source check ((source_conversation_id is null) = (source_message_id is null));
create index golden_questions_source on knowledge.golden_questions (tenant_id, source_conversation_id) where source_conversation_id is not null;
`,
};
