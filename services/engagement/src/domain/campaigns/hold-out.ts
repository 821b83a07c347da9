import { createHash } from 'node:crypto';

const PARTS = 10_000;

/**
 * Whether a contact gets nothing, so that what the others do can be compared with something. The same contact is always in the same group: it
 * follows from the ids alone, however often and wherever it is asked.
 *
 * @param group the id of the campaign, or `global` for those who are held out of every campaign @param percent 0 to 100
 */
export function isHeldOut(tenantId: string, group: string, contactId: string, percent: number): boolean {
  if (percent <= 0) return false;
  const hash = createHash('sha256').update(`${tenantId}:${group}:${contactId}`).digest();
  // 48 bits: what the remainder favours is beyond measure.
  return hash.readUIntBE(0, 6) % PARTS < percent * (PARTS / 100);
}
