import { isTimeZone } from '#wall-clock';
import { countriesOf } from '#whatsapp';

const COMPANY_WITHOUT_ZONE = 'UTC';

/** The zones of a country (CLDR, by ISO 3166). TypeScript does not know of it yet. */
const zonesIn = (country: string): string[] =>
  (new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones(): string[] | undefined }).getTimeZones() ?? [];

/** All zones of the countries that a number may be of. @param phone digits without a plus sign */
export const zonesOfPhone = (phone: string): string[] => [...new Set(countriesOf(phone).flatMap(zonesIn))];

/** @param said what a contact or a company says of its zone; what is no zone counts as not said */
export const zoneOf = (said: unknown): string | undefined => (isTimeZone(said) ? said : undefined);

export const companyZone = (said: unknown): string => zoneOf(said) ?? COMPANY_WITHOUT_ZONE;
