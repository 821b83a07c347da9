/** The order of a company's checkouts of plans, drawn before each is made: of several that are open the last counts, whoever looks. */
export const checkoutTurns = {
  name: '0100-checkout-turns',
  sql: `
alter table billing.payment_accounts add column checkouts_begun bigint not null default 0;
`,
};
