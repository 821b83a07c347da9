/** What is not ASCII and looks like a space. */
const SPACES = /(?![ ])\p{Zs}/gu;

/**
 * A password as it is hashed and compared: the profile OpaqueString of RFC 8265, section 4.2. One keyboard types é as one character, another as
 * an e and an accent; one types a space, another a no-break space. Capitals and widths stay as they are.
 */
export const normalPassword = (password: string): string => password.replaceAll(SPACES, ' ').normalize('NFC');

/** How a password may have been hashed before it was normalised: as it came, here or from a keyboard that takes characters apart. */
export function olderForms(password: string): string[] {
  const normal = normalPassword(password);
  return [...new Set([password, normal.normalize('NFD')])].filter((form) => form !== normal);
}

/** An address as it is kept and looked up: in small letters, composed (NFC), as RFC 6532, section 3.1, asks of addresses beyond ASCII. */
export const normalAddress = (address: string): string => address.normalize('NFC').toLowerCase().normalize('NFC');
