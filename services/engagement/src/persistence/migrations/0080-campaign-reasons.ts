import { tenantTable } from '#database';

/** Why recipients of a campaign got nothing: counted in the transaction of every change, as the totals are. */
export const campaignReasons = {
  name: '0080-campaign-reasons',
  sql: `
create table engagement.campaign_reasons (
  tenant_id uuid not null,
  campaign_id uuid not null,
  state text not null check (state in ('failed', 'skipped', 'optedOut')),
  -- A code: there are some hundred of them.
  reason text not null,
  recipients integer not null,
  primary key (tenant_id, campaign_id, state, reason)
) with (fillfactor = 50);
${tenantTable('engagement', 'campaign_reasons', { tenant: ['select', 'insert', 'update', 'delete'] })}
insert into engagement.campaign_reasons (tenant_id, campaign_id, state, reason, recipients)
select tenant_id, campaign_id, state, reason, count(*) from engagement.recipients
where state in ('failed', 'skipped', 'optedOut') and reason is not null group by 1, 2, 3, 4;
`,
};
