/** The gateway asks once a second whether a tenant asks for a second factor; few do. */
export const tenantsThatAsk = {
  name: '0032-tenants-that-ask',
  sql: 'create index tenants_that_ask on tenant.tenants (status) where two_factor_required;',
};
