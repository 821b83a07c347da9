import { tenantTable } from '#database';

/**
 * Deposits that are filled up by themselves. The row of a tenant says when it is to be looked at: a trigger sets that in the transaction that
 * takes the deposit below what the tenant chose, so that nobody walks over the tenants whose deposits are full.
 */
export const automaticTopUps = {
  name: '0022-automatic-top-ups',
  sql: `
create table billing.automatic_top_ups (
  tenant_id uuid primary key,
  is_on boolean not null,
  -- Minor units of the deposit's currency: charged when the deposit has less free than this.
  below_minor bigint not null check (below_minor > 0),
  amount_minor bigint not null check (amount_minor > 0),
  max_daily smallint not null check (max_daily between 1 and 10),
  -- Charges that failed one after another.
  failures smallint not null default 0,
  -- When it is to be looked at; null: when the deposit falls again.
  due_at timestamptz,
  updated_at timestamptz not null default now()
);
${tenantTable('billing', 'automatic_top_ups', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select'] })}
create index automatic_top_ups_due on billing.automatic_top_ups (due_at) where due_at is not null;

-- Each charge; its id is the key by which the provider makes it once.
create table billing.automatic_charges (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz not null default now(),
  amount_minor bigint not null,
  currency text not null,
  -- open: nobody knows yet what became of it.
  state text not null check (state in ('open', 'paid', 'failed')),
  method_id text,
  payment_id text,
  error text,
  primary key (tenant_id, id)
);
${tenantTable('billing', 'automatic_charges', { tenant: ['select', 'insert', 'update', 'delete'] })}
-- One at a time.
create unique index automatic_charges_open on billing.automatic_charges (tenant_id) where state = 'open';

create function billing.note_low_deposit() returns trigger language plpgsql as $$
begin
  -- Also one that is due: whoever looks at it now has read the deposit before, and would wait for its next fall. This one waits for them.
  update billing.automatic_top_ups t set due_at = now()
  where t.tenant_id = new.tenant_id and t.is_on and (t.due_at is null or t.due_at <= now()) and t.below_minor > new.balance_minor - new.reserved_minor;
  return null;
end $$;
create trigger ledger_accounts_low after update on billing.ledger_accounts for each row
  when (new.account = 'deposit' and new.balance_minor - new.reserved_minor < old.balance_minor - old.reserved_minor)
  execute function billing.note_low_deposit();
`,
};
