import { tenantTable } from '#database';

/** Pages of the web as documents: a page, or all pages that a sitemap names, looked at again from time to time. */
export const webSources = {
  name: '0019-web-sources',
  sql: `
create table knowledge.web_sources (
  tenant_id uuid not null,
  id uuid not null,
  base_id uuid not null,
  url text not null,
  -- Null until it was looked at for the first time.
  kind text check (kind in ('page', 'sitemap')),
  -- 0: never again.
  every_hours integer not null,
  max_pages integer not null,
  status text not null check (status in ('waiting', 'done', 'failed')),
  error_code text,
  error_detail text,
  -- Pages that a sitemap names beyond max_pages.
  left_out integer not null default 0,
  attempts integer not null default 0,
  -- When it is looked at next; while somebody looks, when another takes over.
  next_at timestamptz,
  checked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, base_id) references knowledge.knowledge_bases (tenant_id, id)
);
create unique index web_sources_once on knowledge.web_sources (tenant_id, base_id, md5(url));
create index web_sources_due on knowledge.web_sources (next_at) where next_at is not null;
${tenantTable('knowledge', 'web_sources', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'update'] })}

create table knowledge.web_pages (
  tenant_id uuid not null,
  source_id uuid not null,
  id uuid not null,
  url text not null,
  -- gone: the site has it no more. Its document stays until somebody removes it.
  status text not null check (status in ('waiting', 'done', 'failed', 'gone')),
  document_id uuid,
  etag text,
  last_modified text,
  -- Of the text, without what changes at every look.
  fingerprint text,
  error_code text,
  error_detail text,
  attempts integer not null default 0,
  next_at timestamptz,
  checked_at timestamptz,
  changed_at timestamptz,
  primary key (tenant_id, source_id, id),
  foreign key (tenant_id, source_id) references knowledge.web_sources (tenant_id, id)
);
create unique index web_pages_once on knowledge.web_pages (tenant_id, source_id, md5(url));
create index web_pages_due on knowledge.web_pages (next_at) where next_at is not null;
${tenantTable('knowledge', 'web_pages', { tenant: ['select', 'insert', 'update', 'delete'], system: ['select', 'update'] })}
`,
};
