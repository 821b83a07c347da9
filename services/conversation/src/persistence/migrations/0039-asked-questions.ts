/** What customers asked the bot lately is found without walking their messages. */
export const askedQuestions = {
  name: '0039-asked-questions',
  sql: `
create index messages_of_bot on conversation.messages (tenant_id, at desc) where author = 'bot' and citations <> '[]';
create index activities_of_bot on conversation.activities (tenant_id, created_at desc) where kind = 'handed_over' and author = 'bot';
`,
};
