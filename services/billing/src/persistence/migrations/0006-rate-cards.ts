import { publishedView } from '#database';
import { catalogue } from './catalogue.js';

const READERS = { readers: ['message_sender'], systemReaders: ['message_sender'] };

/** What WhatsApp charges, as data with a date and a source: of the installation, not of a tenant. */
export const rateCards = {
  name: '0006-rate-cards',
  sql: `
-- One import. The figures themselves stand in the tables below and name the import that they came with.
create table billing.rate_cards (
  id uuid primary key,
  name text not null,
  source text not null,
  effective_from date not null,
  rates integer not null,
  markets integer not null,
  policies integer not null,
  imported_at timestamptz not null default now(),
  imported_by uuid not null
);
${catalogue('rate_cards')}

-- Of one key the latest day that has come holds. The same key and day again is a correction.
create table billing.rates (
  market text not null,
  category text not null check (category in ('marketing', 'utility', 'authentication', 'authentication_international', 'service')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  kind text not null default 'list' check (kind in ('list')),
  effective_from date not null,
  -- Millionths of a unit of the currency, a message.
  amount_micros bigint not null check (amount_micros >= 0),
  source text not null,
  card_id uuid not null references billing.rate_cards (id),
  primary key (market, category, currency, kind, effective_from)
);
${catalogue('rates')}

-- Which market a country is charged as: ISO 3166-1 alpha-2; ZZ is every country that has no row.
create table billing.rate_markets (
  country text not null check (country ~ '^[A-Z]{2}$'),
  effective_from date not null,
  market text not null,
  source text not null,
  card_id uuid not null references billing.rate_cards (id),
  primary key (country, effective_from)
);
${catalogue('rate_markets')}

-- When a message of a category costs anything at all.
create table billing.price_policies (
  category text not null check (category in ('marketing', 'utility', 'authentication', 'authentication_international', 'service')),
  effective_from date not null,
  is_billable boolean not null,
  -- So many a number and month cost nothing.
  free_monthly integer not null check (free_monthly >= 0),
  -- Inside the 24-hour service window, and inside the 72 hours after a click-to-WhatsApp ad.
  is_free_in_window boolean not null,
  is_free_in_entry boolean not null,
  source text not null,
  card_id uuid not null references billing.rate_cards (id),
  primary key (category, effective_from)
);
${catalogue('price_policies')}

${publishedView('billing', 'rates_v1', {
  table: 'rates',
  columns: ['market', 'category', 'currency', 'amount_micros', 'effective_from', 'source', 'kind'],
  ...READERS,
})}
${publishedView('billing', 'rate_markets_v1', { table: 'rate_markets', columns: ['country', 'market', 'effective_from', 'source'], ...READERS })}
${publishedView('billing', 'price_policies_v1', {
  table: 'price_policies',
  columns: ['category', 'effective_from', 'is_billable', 'free_monthly', 'is_free_in_window', 'is_free_in_entry', 'source'],
  ...READERS,
})}
`,
};
