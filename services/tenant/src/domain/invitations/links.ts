import { randomBytes } from 'node:crypto';

const PASSED_ON = 'inl_';

/** For the link in the mail. Short enough to keep it on one line. */
export const mailedToken = (): string => `inv_${randomBytes(24).toString('base64url')}`;

/** For the link that an admin copies and passes on. */
export const passedOnToken = (): string => `${PASSED_ON}${randomBytes(24).toString('base64url')}`;

/** Who holds the mailed link reads the mail of the address. Who holds the other one has it from an admin, and that proves nothing. */
export const linkOf = (token: string): 'mailed' | 'passed-on' => (token.startsWith(PASSED_ON) ? 'passed-on' : 'mailed');
