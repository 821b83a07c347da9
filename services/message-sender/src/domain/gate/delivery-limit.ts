import { countryOf, type Addressed } from './recipient.js';

/** What WhatsApp has said that it will not deliver for now: promotions to a customer, or anything of an account to a country. */
export interface DeliveryLimit {
  kind: 'marketing_cap' | 'country';
  /** Of a cap: the phone or the user id. Of a country: {@link countryKey}. */
  key: string;
  untilMs: number;
}

const HOUR_MS = 3_600_000;
/** Meta, "Error codes", 131049: wait at least 24 hours. */
const CAP_MS = 24 * HOUR_MS;
/** 130497 names no end. After a week one message finds out whether it still holds. */
const COUNTRY_MS = 7 * 24 * HOUR_MS;

export const countryKey = (wabaId: string, country: string): string => `${wabaId}:${country}`;

/** What a refusal by WhatsApp says of messages to come. @param at when it was said @returns nothing for most codes */
export function limitsAfter(
  code: number | undefined,
  { wabaId, at, ...to }: Addressed & { wabaId: string | null; at: Date },
): DeliveryLimit[] {
  if (code === 131_049) {
    return [to.phone, to.userId].flatMap((key) => (key ? [{ kind: 'marketing_cap' as const, key, untilMs: at.getTime() + CAP_MS }] : []));
  }
  const country = countryOf(to);
  if (code !== 130_497 || wabaId === null || country === null) return [];
  return [{ kind: 'country', key: countryKey(wabaId, country), untilMs: at.getTime() + COUNTRY_MS }];
}
