import { tenantTable } from '#database';

/** Whom a business has reached outside a conversation in the last 24 hours (`domain/rates/messaging-limit.ts`). */
export const portfolios = {
  name: '0018-portfolios',
  sql: `
create table message_sender.portfolios (
  tenant_id uuid not null,
  -- Of WhatsApp: the account, which is all that is known of a portfolio.
  portfolio text not null,
  -- How many rows portfolio_users has of it: counted here, never over there.
  users integer not null,
  primary key (tenant_id, portfolio)
);
${tenantTable('message_sender', 'portfolios', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'update'] })}

-- A day's customers, by a hash: no phone stands here.
create table message_sender.portfolio_users (
  tenant_id uuid not null,
  portfolio text not null,
  user_hash bigint not null,
  reached_at timestamptz not null default now(),
  primary key (tenant_id, portfolio, user_hash)
);
-- The oldest of a portfolio, and of all.
create index portfolio_users_oldest on message_sender.portfolio_users (tenant_id, portfolio, reached_at);
create index portfolio_users_over on message_sender.portfolio_users (reached_at);
${tenantTable('message_sender', 'portfolio_users', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'update', 'delete'] })}
`,
};
