/** Whose key paid for the tokens of an answer. */
export const ownKeys = {
  name: '0006-own-keys',
  sql: `
alter table llm_orchestration.answers add column own_key boolean not null default false;
`,
};
