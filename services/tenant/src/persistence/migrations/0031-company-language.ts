import { publishedView } from '#database';

const CURRENT_TENANT = `(select nullif(current_setting('app.tenant_id', true), '')::uuid)`;

/** The language of a company, as its settings hold it: conversation speaks it where it knows no other. */
export const companyLanguage = {
  name: '0031-company-language',
  sql: `
alter table tenant.tenants add column language text generated always as (settings ->> 'language') stored;
${publishedView('tenant', 'companies_v1', { table: 'tenants', columns: ['id', 'language'], readers: ['conversation'] })}
create policy own_row_of_conversation on tenant.tenants for select to chasqui_conversation using (id = ${CURRENT_TENANT});
`,
};
