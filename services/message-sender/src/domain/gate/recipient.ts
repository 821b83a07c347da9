import { countryOfPhone, otherSpelling } from '#whatsapp';

/** A customer, by whichever of these is known. */
export interface Addressed {
  id?: string | undefined;
  phone?: string | null | undefined;
  userId?: string | null | undefined;
}

/** A number, and how its account may be called otherwise. */
export const spellingsOf = (phone: string | null | undefined): string[] =>
  phone ? [phone, otherSpelling(phone)].filter((one) => one !== undefined) : [];

/** Meta, "Business-scoped user ids": they begin with the country. @returns ISO 3166-1 alpha-2 */
export const countryOf = ({ phone, userId }: Addressed): string | null =>
  (phone ? countryOfPhone(phone) : /^([A-Z]{2})\./.exec(userId ?? '')?.[1]) ?? null;
