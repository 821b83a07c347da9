import { tenantTable } from '#database';

/** What WhatsApp has said of the way by which promotions of an account, or one template of it, leave: a row only where it refused one. */
export const marketingRoutes = {
  name: '0020-marketing-routes',
  sql: `
create table message_sender.marketing_routes (
  tenant_id uuid not null,
  waba_id text not null,
  -- Empty: all of the account.
  template text not null default '',
  route text not null check (route in ('messages', 'marketing_messages')),
  -- Meta's code; 0 where the answer had none.
  code integer not null,
  told_at timestamptz not null default now(),
  primary key (tenant_id, waba_id, template)
);
${tenantTable('message_sender', 'marketing_routes', { tenant: ['select', 'insert', 'update', 'delete'] })}
`,
};
