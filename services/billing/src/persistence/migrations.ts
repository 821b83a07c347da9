import { tenantTable, timePartitions, type SchemaMigrations } from '#database';
import { messagingPartitions, messagingTables, messagingTurns } from '#messaging';
import { companyEnd } from './migrations/0005-company-end.js';
import { rateCards } from './migrations/0006-rate-cards.js';
import { plansAndQuotas } from './migrations/0007-plans-and-quotas.js';
import { invoices } from './migrations/0030-invoices.js';
import { invoicedSubscriptions } from './migrations/0031-invoiced-subscriptions.js';
import { refusedCharges } from './migrations/0040-refused-charges.js';
import { checkoutTurns } from './migrations/0100-checkout-turns.js';
import { usageCorrections } from './migrations/0032-usage-corrections.js';
import { ledger } from './migrations/0009-ledger.js';
import { reservations } from './migrations/0010-reservations.js';
import { quotasForAccounts } from './migrations/0008-quotas-for-accounts.js';
import { modelPricesView } from './migrations/0019-model-prices-view.js';
import { monthOfUnits } from './migrations/0014-month-of-units.js';
import { costs } from './migrations/0012-costs.js';
import { payments } from './migrations/0011-payments.js';
import { revenue } from './migrations/0025-revenue.js';
import { quotaAddons } from './migrations/0026-quota-addons.js';
import { conversationCosts } from './migrations/0027-conversation-costs.js';
import { planFeatures } from './migrations/0028-plan-features.js';
import { topUps } from './migrations/0013-top-ups.js';
import { automaticTopUps } from './migrations/0022-automatic-top-ups.js';
import { spendingCaps } from './migrations/0021-spending-caps.js';
import { quotaWarnings } from './migrations/0020-quota-warnings.js';

export const migrations: SchemaMigrations = {
  schema: 'billing',
  migrations: [
    {
      name: '0001-usage',
      sql: `
${messagingTables('billing')}
create table billing.usage_daily (
  tenant_id uuid not null,
  day date not null,
  messages_in bigint not null default 0,
  messages_out bigint not null default 0,
  ai_replies bigint not null default 0,
  prompt_tokens bigint not null default 0,
  completion_tokens bigint not null default 0,
  primary key (tenant_id, day)
);
${tenantTable('billing', 'usage_daily', { tenant: ['select', 'insert', 'update'] })}

create table billing.charges_daily (
  tenant_id uuid not null,
  day date not null,
  category text not null,
  type text not null,
  messages bigint not null default 0,
  primary key (tenant_id, day, category, type)
);
${tenantTable('billing', 'charges_daily', { tenant: ['select', 'insert', 'update'] })}

-- WhatsApp repeats a message's price on later statuses, each an event of its own: this is what tells them from new charges.
create table billing.priced_messages (
  tenant_id uuid not null,
  message_id uuid not null,
  category text not null,
  type text not null,
  day date not null,
  primary key (tenant_id, message_id, category, type)
);
${tenantTable('billing', 'priced_messages', { tenant: ['select', 'insert'] })}

-- A tenant without a row is on the free plan.
create table billing.subscriptions (
  tenant_id uuid primary key,
  plan text not null check (plan in ('free', 'starter', 'growth', 'enterprise')),
  updated_at timestamptz not null default now()
);
${tenantTable('billing', 'subscriptions', { tenant: ['select', 'insert', 'update'] })}
`,
    },
    { name: '0002-messaging-partitions', sql: messagingPartitions('billing') },
    {
      name: '0003-priced-messages-partitions',
      sql: `
-- WhatsApp reports for 30 days, and a dead letter can be replayed for 90: until then a message is known again, and no longer.
${timePartitions('billing', 'priced_messages', { key: 'message_id', step: '20 days', ahead: 1, keep: '100 days', arrived: 'day' })}
`,
    },
    { name: '0004-messaging-turns', sql: messagingTurns('billing') },
    companyEnd,
    rateCards,
    plansAndQuotas,
    quotasForAccounts,
    ledger,
    reservations,
    costs,
    payments,
    topUps,
    monthOfUnits,
    quotaWarnings,
    revenue,
    invoices,
    modelPricesView,
    spendingCaps,
    automaticTopUps,
    quotaAddons,
    invoicedSubscriptions,
    conversationCosts,
    planFeatures,
    usageCorrections,
    refusedCharges,
    checkoutTurns,
  ],
};
