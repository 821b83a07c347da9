/** When a drip is left and entered again, and the list of who is in it. */
export const dripRules = {
  name: '0050-drip-rules',
  sql: `
-- What was so for every drip before.
update engagement.campaigns set settings = '{"exitOnReply": true, "reenrolAfterDays": 0}'::jsonb || settings;
create index enrolments_listed on engagement.enrolments (tenant_id, campaign_id, id);
create index enrolments_listed_by_state on engagement.enrolments (tenant_id, campaign_id, state, id);
drop index engagement.enrolments_of_campaign;
`,
};
