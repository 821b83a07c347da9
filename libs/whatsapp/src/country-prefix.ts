import { getCountries, getCountryCallingCode } from 'libphonenumber-js';
import { countryOfPhone } from './phone-number.js';

/** Calling codes whose countries are told apart by the three digits behind them (North America; Russia and Kazakhstan). */
const DIVIDED = ['1', '7'];
const DIVISION = 3;
/** Behind a division, to make a whole number of it. */
const REST: Readonly<Record<string, string>> = { '1': '5551234', '7': '1234567' };

let prefixes: ReadonlyMap<string, string> | undefined;

/**
 * Of every beginning of a phone number its country: by the calling code, and in the divided ones by the digits behind it. Small territories that
 * share the code of a larger country otherwise (Guernsey, Åland) count as that one.
 */
function prefixMap(): ReadonlyMap<string, string> {
  if (prefixes) return prefixes;
  const found = new Map<string, string>();
  const main = mainCountries();
  for (const [code, country] of main) if (!DIVIDED.includes(code)) found.set(code, country);
  for (const code of DIVIDED) {
    for (let division = 0; division < 10 ** DIVISION; division++) {
      const prefix = code + String(division).padStart(DIVISION, '0');
      found.set(prefix, countryOfPhone(prefix + REST[code]!) ?? main.get(code)!);
    }
  }
  return (prefixes = found);
}

/** The country that a calling code is named after is the one that libphonenumber would take for it. */
function mainCountries(): Map<string, string> {
  const codes = new Map<string, string[]>();
  for (const country of getCountries()) {
    const code = getCountryCallingCode(country);
    codes.set(code, [...(codes.get(code) ?? []), country]);
  }
  return new Map([...codes].map(([code, countries]) => [code, countries.length === 1 ? countries[0]! : (MAIN[code] ?? countries[0]!)]));
}

/** Of codes that several countries share: ITU-T E.164 names the territory that the code was assigned to first. */
const MAIN: Readonly<Record<string, string>> = {
  '1': 'US',
  '7': 'RU',
  '39': 'IT',
  '44': 'GB',
  '47': 'NO',
  '61': 'AU',
  '212': 'MA',
  '262': 'RE',
  '290': 'SH',
  '358': 'FI',
  '590': 'GP',
  '599': 'CW',
};

/** ISO 3166-1 alpha-2 of every country that has phone numbers. */
export const COUNTRY_CODES: readonly string[] = getCountries();

/** @param country ISO 3166-1 alpha-2 @returns beginnings of its phone numbers, in digits without a plus sign; none overlap */
export const prefixesOfCountry = (country: string): string[] =>
  [...prefixMap()].filter(([, of]) => of === country).map(([prefix]) => prefix);

/**
 * The country of a number by its beginning alone, so that a database can tell the same by {@link prefixesOfCountry}.
 *
 * @param phone digits without a plus sign @returns ISO 3166-1 alpha-2
 */
export function countryByPrefix(phone: string): string | undefined {
  for (let length = 1; length <= 1 + DIVISION; length++) {
    const country = prefixMap().get(phone.slice(0, length));
    if (country !== undefined && phone.length >= length) return country;
  }
  return undefined;
}
