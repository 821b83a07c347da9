/** Who wants no promotions, the newest first. */
export const unsubscribers = {
  name: '0041-unsubscribers',
  sql: `
create index contacts_unsubscribed on conversation.contacts (tenant_id, consent_at desc, id desc)
  where marketing_consent = 'denied' and merged_into is null;
`,
};
