import { tenantTable } from '#database';

/**
 * Money of tenants, in double entry: a transfer is one row with an account that gives and an account that gets, so that no row can be out of
 * balance. What accounts hold is kept beside, and the deposit can never be below zero or below what is promised of it.
 */
export const ledger = {
  name: '0009-ledger',
  sql: `
create table billing.ledger_accounts (
  tenant_id uuid not null,
  account text not null check (account in ('payments', 'deposit', 'overage', 'adjustments', 'receivable')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  balance_minor bigint not null default 0,
  reserved_minor bigint not null default 0,
  primary key (tenant_id, account, currency),
  constraint deposit_floor check (case account when 'deposit' then reserved_minor between 0 and balance_minor else reserved_minor = 0 end)
);
-- A tenant has one deposit, in one currency.
create unique index ledger_accounts_deposit on billing.ledger_accounts (tenant_id) where account = 'deposit';
${tenantTable('billing', 'ledger_accounts', { tenant: ['select', 'insert', 'update'] })}

create table billing.ledger_transfers (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  from_account text not null,
  to_account text not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  units bigint,
  source text not null,
  reference text not null check (length(reference) between 1 and 200),
  at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, source, reference),
  check (from_account <> to_account),
  foreign key (tenant_id, from_account, currency) references billing.ledger_accounts (tenant_id, account, currency),
  foreign key (tenant_id, to_account, currency) references billing.ledger_accounts (tenant_id, account, currency)
);
${tenantTable('billing', 'ledger_transfers', { tenant: ['select', 'insert'] })}
`,
};
