/** Orders bring contacts into drips, each once, and out of them. */
export const dripOrders = {
  name: '0085-drip-orders',
  sql: `
update engagement.campaigns set settings = '{"exitOnPaid": false}'::jsonb || settings;
alter table engagement.enrolments add column entered_by text;
create unique index enrolments_entered_by on engagement.enrolments (tenant_id, campaign_id, entered_by) where entered_by is not null;
`,
};
