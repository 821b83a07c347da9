import { publishedView } from '#database';

/** A key that was rotated goes on under its former secret for a while, beside the new one. */
export const formerKeys = {
  name: '0024-former-keys',
  sql: `
alter table tenant.api_keys add column former_hash text, add column former_prefix text, add column former_until timestamptz;
create unique index api_keys_former_hash on tenant.api_keys (former_hash) where former_hash is not null;
${publishedView('tenant', 'former_api_keys_v1', {
  table: 'api_keys',
  columns: ['tenant_id', 'id', 'former_hash', 'former_until', 'scopes', 'expires_at', 'revoked_at', 'rate_limit_per_hour'],
  where: 'enabled and former_hash is not null',
  systemReaders: ['gateway'],
})}
`,
};
