import { tenantTable } from '#database';

/** How much of the hourly calls that manage an account is used, shared by all processes (`domain/templates/management-calls.ts`). */
export const managementCalls = {
  name: '0024-management-calls',
  sql: `
create table message_sender.management_calls (
  tenant_id uuid not null,
  waba_id text not null,
  -- When everything that was spent is paid back, as in number_rates.
  spent_until timestamptz not null,
  primary key (tenant_id, waba_id)
);
${tenantTable('message_sender', 'management_calls', { tenant: ['select', 'insert', 'update', 'delete'] })}
`,
};
