import { publishedView } from '#database';

const CURRENT_TENANT = `(select nullif(current_setting('app.tenant_id', true), '')::uuid)`;

/** The time zone of a company, as its settings hold it: a message goes by it where the customer's own is not known. */
export const timeZones = {
  name: '0036-time-zones',
  sql: `
alter table tenant.tenants add column time_zone text generated always as (settings ->> 'timezone') stored;
${publishedView('tenant', 'time_zones_v1', { table: 'tenants', columns: ['id', 'time_zone'], readers: ['message_sender'] })}
create policy own_row_of_message_sender on tenant.tenants for select to chasqui_message_sender using (id = ${CURRENT_TENANT});
`,
};
