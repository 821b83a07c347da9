/** ISO 4217:2018, column "Minor unit": currencies that have not two digits behind the point. */
const OTHER: Readonly<Record<string, number>> = Object.fromEntries(
  (
    [
      [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
      [3, 'BHD IQD JOD KWD LYD OMR TND'],
      [4, 'CLF UYW'],
    ] as const
  ).flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, digits])),
);

/**
 * ISO 4217: how many digits of the currency stand behind the point. Not those of Intl, which follow what is usual in shops (CLDR gives Colombian
 * pesos none, where banks and payment services count cents) and change with the version of ICU. The pages read this file too.
 */
export const decimalsOf = (currency: string): number => OTHER[currency] ?? 2;

/** For Intl, which would round to digits of its own. */
export const digitsOf = (currency: string) => ({
  minimumFractionDigits: decimalsOf(currency),
  maximumFractionDigits: decimalsOf(currency),
});
