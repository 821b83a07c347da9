/** The link of an invitation that admins pass on themselves, beside the mailed one: found by its hash, sealed to be shown again. */
export const invitationLinks = {
  name: '0021-invitation-links',
  sql: `
alter table tenant.invitations add column link_hash text, add column link_sealed text;
create unique index invitations_link on tenant.invitations (link_hash) where link_hash is not null;
`,
};
