/**
 * Addresses are looked up composed (NFC). Where two accounts differ in nothing else, both stay as they are: nobody but the operator can tell
 * which of them is meant.
 */
export const addressesComposed = {
  name: '0020-addresses-composed',
  sql: `
update tenant.users u set email = normalize(u.email, NFC)
where u.email is not nfc normalized
  and not exists (select from tenant.users o where o.id <> u.id and normalize(o.email, NFC) = normalize(u.email, NFC));
`,
};
