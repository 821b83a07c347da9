/** What a step may show whoever left a checkout: the way to go on. It shows what they were about to buy, so it goes with the end of the enrolment. */
export const checkoutLinks = {
  name: '0086-checkout-links',
  sql: `
alter table engagement.enrolments add column checkout_link text;
alter table engagement.enrolments add constraint enrolments_checkout_link check (checkout_link is null or state = 'active');
`,
};
