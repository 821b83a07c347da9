/** How often a provider refused a charge for a reason that is not the card's: after some times it is given up, and a person sees it. */
export const refusedCharges = {
  name: '0040-refused-charges',
  sql: `
alter table billing.automatic_charges add column refusals smallint not null default 0;
`,
};
