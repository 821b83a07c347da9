import { isSupportedCountry, parsePhoneNumberFromString, validatePhoneNumberLength } from 'libphonenumber-js';

/** Why a text is not read as a phone number. */
export type PhoneProblem = 'not_a_number' | 'no_country' | 'too_short' | 'too_long';

const REASONS: Record<PhoneProblem, string> = {
  not_a_number: 'this is not a phone number',
  no_country: 'this one begins with no country code',
  too_short: 'this one is too short',
  too_long: 'this one is too long',
};

/** What to tell whoever wrote the number; goes after the name of the field. */
export const phoneAdvice = (problem: PhoneProblem): string =>
  `must be a phone number with its country code, such as +51 987 111 000; ${REASONS[problem]}`;

/** Longer than any number with all that people put around it. */
const LONGEST_TEXT = 64;
const WRITTEN = /^\+?[\d ()./-]+$/;
const DIGIT = /\p{Nd}/gu;
/** Mexico's mobile numbers as they were dialled until 2019, and as WhatsApp still names many accounts. */
const MEXICO_WITH_1 = /^521\d{10}$/;

/** The value of a decimal digit of any script: each script has its ten in a row, zero first, and rows begin at a non-digit. */
function digitOf(character: string): string {
  const code = character.codePointAt(0)!;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero -= 1;
  return String(code - zero);
}

/**
 * One way of writing for what keyboards, documents and right-to-left scripts make of a number: no marks that cannot be seen, plain spaces,
 * hyphens and digits. A leading 00 is the plus sign (ITU-T E.123).
 */
export function foldPhone(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\p{Cf}\p{Mn}]/gu, '')
    .replaceAll(/[\p{Pd}\u2212]/gu, '-')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(DIGIT, digitOf)
    .trim()
    .replace(/^(?:tel|whatsapp):\s*/iu, '')
    .replace(/^\+?\s*\(?\s*00(?=[\d ().-])/u, '+')
    .replace(/^\(\s*\+/u, '+(');
}

/**
 * Reads a phone number that a person or a program wrote. It has to begin with its country code, with or without a plus sign. Whether the
 * number is given to anybody is not asked (fictional ones are read too), only whether its country has numbers of that length.
 *
 * @param country ISO 3166-1 alpha-2: where numbers without a plus sign are from, as in a list of one country's customers; such a number may have its
 *   country code all the same
 * @returns the number by E.164 (ITU-T), in digits without the plus sign, or why the text is none
 */
export function readPhone(text: string, country?: string): { phone: string } | { problem: PhoneProblem } {
  if (text.length > LONGEST_TEXT * 4) return { problem: 'not_a_number' };
  const folded = foldPhone(text);
  if (folded.length > LONGEST_TEXT || !WRITTEN.test(folded)) return { problem: 'not_a_number' };
  const digits = folded.replaceAll(/\D/g, '');
  if (digits === '') return { problem: 'not_a_number' };
  if (MEXICO_WITH_1.test(digits)) return { phone: digits };
  if (country !== undefined && !folded.startsWith('+') && isSupportedCountry(country)) {
    const local = parsePhoneNumberFromString(digits, country);
    if (local?.isPossible()) return { phone: local.number.slice(1) };
  }
  const number = parsePhoneNumberFromString(`+${digits}`);
  if (number?.isPossible()) return { phone: number.number.slice(1) };
  switch (validatePhoneNumberLength(`+${digits}`)) {
    case 'TOO_LONG':
      return { problem: 'too_long' };
    case 'INVALID_COUNTRY':
      return { problem: digits.length > 15 ? 'too_long' : digits.length < 7 ? 'too_short' : 'no_country' };
    default:
      return { problem: digits.length > 15 ? 'too_long' : 'too_short' };
  }
}

/**
 * The same for a number that may be written as people of a country write it at home, without the country code: addresses of shops have such
 * ones. What begins with a plus sign or 00 is read as {@link readPhone} does; else what is right in the country comes first.
 *
 * @param country ISO 3166-1 alpha-2; another text says nothing
 */
export function readPhoneOf(text: string, country: string | null | undefined): { phone: string } | { problem: PhoneProblem } {
  const region = country?.trim().toUpperCase();
  const folded = text.length > LONGEST_TEXT * 4 ? '' : foldPhone(text);
  if (region && isSupportedCountry(region) && folded.length <= LONGEST_TEXT && WRITTEN.test(folded) && !folded.startsWith('+')) {
    const number = parsePhoneNumberFromString(folded, region);
    if (number?.isValid()) return { phone: number.number.slice(1) };
  }
  return readPhone(text);
}

/**
 * The countries that a number may be of, by ISO 3166: several where they share a code.
 *
 * @param phone digits without a plus sign
 */
export function countriesOf(phone: string): string[] {
  const number = parsePhoneNumberFromString(`+${phone}`);
  return number ? (number.country ? [number.country] : number.getPossibleCountries()) : [];
}

/**
 * Digits to look for by a text that is a phone number or a part of one ("987 111", "+51 987-111").
 *
 * @returns undefined for a text that is something else: a name, a letter
 */
export function phonePart(text: string): string | undefined {
  const folded = foldPhone(text);
  return WRITTEN.test(folded) ? folded.replaceAll(/\D/g, '') || undefined : undefined;
}

/** Numbering plans that grew by a digit, which WhatsApp's accounts did not follow: how each spelling leads to the other one. */
const PLANS: readonly { short: RegExp; long: RegExp; digit: string; at: number }[] = [
  // Brazil, mobile: 55 DD 8xxx-xxxx and 55 DD 9 8xxx-xxxx (Anatel's ninth digit). Landlines begin with 2 to 5.
  { short: /^55[1-9]{2}[6-9]\d{7}$/, long: /^55[1-9]{2}9[6-9]\d{7}$/, digit: '9', at: 4 },
  // Mexico: 52 and 52 1, which fell away in 2019.
  { short: /^52[2-9]\d{9}$/, long: /^521[2-9]\d{9}$/, digit: '1', at: 2 },
  // Argentina, mobile: 54 and 54 9.
  { short: /^54[1-8]\d{9}$/, long: /^549[1-8]\d{9}$/, digit: '9', at: 2 },
];

/**
 * The other spelling that the account of a number may have on WhatsApp; whether it does, only WhatsApp can say (Meta, "Phone numbers":
 * `wa_id` may differ from the number that was sent to, as in Brazil, Mexico and Argentina).
 *
 * @param phone digits without a plus sign
 */
export function otherSpelling(phone: string): string | undefined {
  for (const { short, long, digit, at } of PLANS) {
    if (short.test(phone)) return phone.slice(0, at) + digit + phone.slice(at);
    if (long.test(phone)) return phone.slice(0, at) + phone.slice(at + 1);
  }
  return undefined;
}

/**
 * The country of a number, by the number alone. Where several countries share its calling code and its own digits do not tell, the first
 * of them.
 *
 * @param phone digits without a plus sign @returns ISO 3166-1 alpha-2; undefined for what begins with no calling code
 */
export function countryOfPhone(phone: string): string | undefined {
  const number = parsePhoneNumberFromString(`+${phone}`);
  return number?.country ?? number?.getPossibleCountries()[0];
}
