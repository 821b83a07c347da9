/** How often in a row a run of a flow could not go on: one that never can is not tried for ever. */
export const failedRuns = {
  name: '0071-failed-runs',
  sql: `alter table engagement.flow_runs add column failures integer not null default 0`,
};
