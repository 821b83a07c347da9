/** Who is under way on which version of a drip: versions on which nobody is go, so that a drip that is published every day does not grow for ever. */
export const dripVersions = {
  name: '0070-drip-versions',
  sql: `create index enrolments_at_version on engagement.enrolments (tenant_id, campaign_id, version) where state = 'active'`,
};
