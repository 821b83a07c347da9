import { publishedView } from '#database';

/** Whom the operator earns by: billing goes through all companies, and names them. */
export const namesForBilling = {
  name: '0039-names-for-billing',
  sql: publishedView('tenant', 'names_v1', {
    table: 'tenants',
    columns: ['id', 'name', 'status'],
    where: `status <> 'deleted'`,
    systemReaders: ['billing'],
  }),
};
