/** With a refresh token, this makes the one that took its place; without the token, which is kept as a hash, it makes nothing. */
export const successors = {
  name: '0019-successors',
  sql: `
alter table tenant.refresh_tokens add column successor_salt text;
`,
};
