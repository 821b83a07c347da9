import { roleName } from '#database';

const reader = roleName('commerce', 'tenant');

/** Orders of a contact that went into another one are that one's. */
export const mergedContacts = {
  name: '0060-merged-contacts',
  sql: `
grant select on conversation.merged_contacts_v1 to ${reader};
grant select (merged_into) on conversation.contacts to ${reader};
`,
};
