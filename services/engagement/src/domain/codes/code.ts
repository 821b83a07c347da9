import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { otherSpelling } from '#whatsapp';

/** What somebody is asked for a code for: each has a code of its own. */
export const CODE_PURPOSES = ['signup', 'login', 'password_reset', 'verification'] as const;
export type CodePurpose = (typeof CODE_PURPOSES)[number];

/** `spent`: too many wrong attempts. `replaced`: a newer one was sent. */
export const CODE_STATES = ['open', 'verified', 'spent', 'expired', 'replaced'] as const;
export type CodeState = (typeof CODE_STATES)[number];

/** How far the message with the code is. `refused`: it did not leave. */
export const CODE_DELIVERIES = ['requested', 'accepted', 'sent', 'delivered', 'read', 'failed', 'refused'] as const;
export type CodeDelivery = (typeof CODE_DELIVERIES)[number];

/** Whether a delivery goes on to another one. What arrived has arrived, and nothing goes back; what failed may still be seen to arrive. */
export const isLater = (before: CodeDelivery, told: CodeDelivery): boolean => RANKS[told] > RANKS[before];

const RANKS: Record<CodeDelivery, number> = { requested: 0, accepted: 1, sent: 2, failed: 3, refused: 3, delivered: 4, read: 5 };

/** Of what a hash is: the same digits of somebody else, or of another code, have another one. */
export interface CodeOf {
  tenantId: string;
  id: string;
  phone: string;
  purpose: CodePurpose;
}

/** Each code as likely as any other. @param digits how many, 4 to 8 */
export const newCode = (digits: number): string => String(randomInt(0, 10 ** digits)).padStart(digits, '0');

/** @param pepper a secret of the installation: whoever has the table alone cannot try codes */
export const hashOf = (pepper: string, { tenantId, id, phone, purpose }: CodeOf, code: string): Buffer =>
  createHmac('sha256', pepper)
    .update(JSON.stringify([tenantId, id, phone, purpose, code]))
    .digest();

/** Takes the same time whatever is right in a wrong code: digests of one length are compared, and each digit changes the whole digest. */
export const isRight = (pepper: string, of: CodeOf, code: string, hash: Uint8Array): boolean =>
  timingSafeEqual(hashOf(pepper, of, code), hash);

/** One of the spellings of an account that has two (Brazil, Mexico, Argentina): the code counts whichever is given. */
export const oneSpelling = (phone: string): string => [phone, otherSpelling(phone) ?? phone].toSorted()[0]!;

/** By which counters know somebody without naming them. */
export const keyOf = (pepper: string, tenantId: string, kind: string, value: string): string =>
  createHmac('sha256', pepper)
    .update(JSON.stringify([tenantId, kind, value]))
    .digest('base64url');

/** How many of the last digits a block of numbers has that belong together: operators hand out numbers by such blocks. */
const BLOCK_DIGITS = 4;

/** Numbers that begin alike: those who make money with codes ask for them for whole blocks of numbers. */
export const prefixOf = (phone: string): string => phone.slice(0, -BLOCK_DIGITS);
