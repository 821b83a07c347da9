import { publishedView } from '#database';

const CURRENT_TENANT = `(select nullif(current_setting('app.tenant_id', true), '')::uuid)`;

/** What billing writes on an invoice of a company that has told no details, and where its days begin. */
export const companiesOnInvoices = {
  name: '0045-companies-on-invoices',
  sql: `
${publishedView('tenant', 'billed_companies_v1', { table: 'tenants', columns: ['id', 'name', 'language', 'time_zone'], readers: ['billing'] })}
create policy own_row_of_billing on tenant.tenants for select to chasqui_billing using (id = ${CURRENT_TENANT});
`,
};
