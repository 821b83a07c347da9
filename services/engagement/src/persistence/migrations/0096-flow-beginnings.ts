/** What happened and began a run: it begins one once. */
export const flowBeginnings = {
  name: '0096-flow-beginnings',
  sql: `
alter table engagement.flow_runs add column begun_by text;
create unique index flow_runs_begun_by on engagement.flow_runs (tenant_id, first_flow_id, begun_by) where begun_by is not null;
`,
};
