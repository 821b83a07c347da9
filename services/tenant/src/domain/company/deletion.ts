/** How long a company that is to be deleted may change its mind. */
export const GRACE_DAYS = 30;
/** Before the end its owners are told once more. */
export const REMINDER_DAYS = 7;

const DAY_MS = 24 * 60 * 60_000;

/** When a company ends whose deletion was asked for now, and when its owners are reminded. */
export function endOf(requestedAt: Date): { dueAt: Date; remindAt: Date } {
  const dueAt = new Date(requestedAt.getTime() + GRACE_DAYS * DAY_MS);
  return { dueAt, remindAt: new Date(dueAt.getTime() - REMINDER_DAYS * DAY_MS) };
}

/** Whether somebody has typed the name of their company: as it is, but for case and outer spaces. */
export const isNameTyped = (name: string, typed: string): boolean =>
  typed.normalize('NFC').trim().toLocaleLowerCase() === name.normalize('NFC').trim().toLocaleLowerCase();

/** Half an hour apart: a day. Then WhatsApp is left to find nobody at the webhook’s other end. */
export const MAX_SUBSCRIPTION_ATTEMPTS = 48;
