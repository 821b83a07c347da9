import { describe, expect, it } from '@jest/globals';
import { countryByPrefix, prefixesOfCountry } from './country-prefix.js';

describe('the country of a phone number by its beginning', () => {
  it.each([
    ['51987111000', 'PE'],
    ['5215512345678', 'MX'],
    ['16505551234', 'US'],
    ['16045551234', 'CA'],
    ['18765551234', 'JM'],
    ['77011234567', 'KZ'],
    ['79161234567', 'RU'],
    ['442071234567', 'GB'],
    ['441481234567', 'GB'],
    ['4915123456789', 'DE'],
    ['35312345678', 'IE'],
    ['210', undefined],
    ['1', undefined],
    ['', undefined],
  ])('%s is of %s', (phone, country) => expect(countryByPrefix(phone)).toBe(country));

  it('says the same in both directions', () => {
    for (const country of ['PE', 'US', 'CA', 'DO', 'RU', 'KZ', 'GB', 'ES', 'BR'])
      for (const prefix of prefixesOfCountry(country)) expect(countryByPrefix(`${prefix}5551234`)).toBe(country);
  });

  it('knows no prefix of a country that there is not', () => expect(prefixesOfCountry('XX')).toEqual([]));
});
