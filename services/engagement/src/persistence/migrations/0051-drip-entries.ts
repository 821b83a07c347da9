/** What brings contacts into a drip by itself. */
export const dripEntries = {
  name: '0051-drip-entries',
  sql: `
update engagement.campaigns set settings = '{"enrolOn": null}'::jsonb || settings;
-- Under row-level security no index is read by what takes a value out of JSON.
alter table engagement.campaigns add column enrols_on text
  generated always as ((settings #>> '{enrolOn,on}') || coalesce(':' || (settings #>> '{enrolOn,value}'), '')) stored;
create index campaigns_enrolling on engagement.campaigns (tenant_id, enrols_on) where enrols_on is not null and state in ('running', 'paused');
`,
};
