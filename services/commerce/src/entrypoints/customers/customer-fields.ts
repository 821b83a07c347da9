import { Matches } from 'class-validator';

/** What an amount is in. */
export const MINOR = 'In the smallest unit of the currency: cents, yen';

/** BCP 47, as people write it. */
export const IsLanguage = (): PropertyDecorator =>
  Matches(/^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}$/, { message: '$property must be a language tag, such as es or pt-BR' });

export const IsCountry = (): PropertyDecorator =>
  Matches(/^[A-Za-z]{2}$/, { message: '$property must be a code of ISO 3166 with two letters, such as PE' });
