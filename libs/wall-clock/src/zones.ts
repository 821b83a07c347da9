import { countriesOf } from '#whatsapp';
import { instantOf, isTimeZone, wallOf } from './clock.js';

const DAY_MS = 24 * 60 * 60_000;

const COMPANY_WITHOUT_ZONE = 'UTC';

/** The zones of a country (CLDR, by ISO 3166). TypeScript does not know of it yet. */
const zonesIn = (country: string): string[] =>
  (new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones(): string[] | undefined }).getTimeZones() ?? [];

/** All zones of the countries that a number may be of. @param phone digits without a plus sign */
export const zonesOfPhone = (phone: string): string[] => [...new Set(countriesOf(phone).flatMap(zonesIn))];

/** @param said what a contact or a company says of its zone; what is no zone counts as not said */
export const zoneOf = (said: unknown): string | undefined => (isTimeZone(said) ? said : undefined);

export const companyZone = (said: unknown): string => zoneOf(said) ?? COMPANY_WITHOUT_ZONE;

/** Zones that a customer may live in, from the surest to the least. */
export interface Zones {
  /** As the contact says. */
  own: string | undefined;
  /** Of the country of their number. */
  ofCountry: readonly string[];
  ofCompany: string;
}

/**
 * The instant at which a clock in this zone shows the time: on its date, or the next time after `now`.
 *
 * @param localTime a time of the day, such as 09:00 @param now and the result in Unix milliseconds
 */
export function localInstant(zone: string, { localTime, date }: { localTime: string; date?: string | undefined }, now: number): number {
  const time = Date.parse(`1970-01-01T${localTime}:00Z`);
  if (date !== undefined) return instantOf(Date.parse(`${date}T00:00:00Z`) + time, zone);
  const today = Math.floor(wallOf(now, zone) / DAY_MS) * DAY_MS;
  const next = instantOf(today + time, zone);
  return next > now ? next : instantOf(today + DAY_MS + time, zone);
}

/** A country counts if all its clocks agree, as those of Germany do and those of Brazil do not. @param ask what is asked of a zone */
export function askZones<T>({ own, ofCountry, ofCompany }: Zones, ask: (zone: string) => T): T {
  if (own !== undefined) return ask(own);
  const answers = new Set(ofCountry.map(ask));
  return answers.size === 1 ? [...answers][0]! : ask(ofCompany);
}
