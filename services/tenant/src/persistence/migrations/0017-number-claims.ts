import { publishedView, roleName } from '#database';

const STATUS = `case when status <> 'active' then status when routes_from <= now() then status
    when confirmation = 'confirmed' then 'quarantined' else 'unconfirmed' end`;

/** A number is its tenant's only once WhatsApp has confirmed it (ADR 17). */
export const numberClaims = {
  name: '0017-number-claims',
  sql: `
alter table tenant.outlets
  add column confirmation text not null default 'waiting' check (confirmation in ('confirmed', 'waiting', 'refused')),
  -- When WhatsApp said so; null: nobody asked it, the operator's word stands.
  add column confirmed_at timestamptz,
  add column confirmation_problem text,
  add column confirmation_detail text,
  add column ask_attempts integer not null default 0,
  -- When a job asks (again), or goes on with what was begun.
  add column ask_at timestamptz,
  -- What arrives from then on is this tenant's, and from then on it sends. Null: nothing is, and it sends nothing.
  add column routes_from timestamptz,
  -- Until when it was routed to, the last time: others wait for a while after that.
  add column routed_until timestamptz,
  add check (routes_from is null or confirmation = 'confirmed');

-- What is connected when this comes stays connected: it is what the operator has trusted so far.
update tenant.outlets set
  confirmation = case when status = 'deleted' then 'waiting' else 'confirmed' end,
  routes_from = case when status <> 'deleted' then created_at end,
  routed_until = case when status = 'deleted' then updated_at end;

-- Whoever only says that a number is theirs keeps nobody else from proving it.
drop index tenant.outlets_phone_number_id;
create unique index outlets_phone_number_id on tenant.outlets (phone_number_id) where status <> 'deleted' and confirmation = 'confirmed';
create unique index outlets_own_number on tenant.outlets (tenant_id, phone_number_id) where status <> 'deleted';
create index outlets_unconfirmed on tenant.outlets (tenant_id) where status <> 'deleted' and confirmation <> 'confirmed';
create index outlets_ask on tenant.outlets (ask_at) where ask_at is not null;
create index outlets_freed on tenant.outlets (phone_number_id, routed_until) where routed_until is not null;

-- Readers that send go by the status, which is 'active' only where the number may be used.
create or replace view tenant.outlets_v1 with (security_invoker = on) as
  select tenant_id, id, name, phone_number_id, waba_id, display_phone_number, ${STATUS} as status, settings
  from tenant.outlets where status <> 'deleted';
${['conversation', 'llm_orchestration', 'message_sender', 'knowledge', 'gateway']
  .map((reader) => `grant select (confirmation, routes_from) on tenant.outlets to ${roleName(reader, 'tenant')};`)
  .join('\n')}
${['gateway', 'message_sender', 'conversation']
  .map((reader) => `grant select (confirmation, routes_from) on tenant.outlets to ${roleName(reader, 'system')};`)
  .join('\n')}
${publishedView('tenant', 'routes_v1', {
  table: 'outlets',
  columns: ['tenant_id', 'id', 'phone_number_id', 'waba_id', 'routes_from'],
  where: `status <> 'deleted' and confirmation = 'confirmed' and routes_from is not null`,
  systemReaders: ['gateway'],
})}
`,
};
