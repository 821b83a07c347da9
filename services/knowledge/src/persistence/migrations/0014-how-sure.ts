/** How sure the bot has to be before it answers from a base. */
export const howSure = {
  name: '0014-how-sure',
  sql: `
alter table knowledge.knowledge_bases add column answering text not null default 'sure' check (answering in ('sure', 'more'));
`,
};
