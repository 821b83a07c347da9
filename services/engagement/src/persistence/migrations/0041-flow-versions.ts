/** Who is under way in which version of a flow: versions in which nobody is go, so that a flow that is published every day does not grow for ever. */
export const flowVersions = {
  name: '0041-flow-versions',
  sql: `
create index flow_runs_at_version on engagement.flow_runs (tenant_id, flow_id, version) where state = 'active';
drop index engagement.flow_runs_at_flow;
`,
};
