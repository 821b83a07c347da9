/** Above every number of a customer who comes while it is measured. */
export const FIRST_CUSTOMER = 100_000_000;

/**
 * Numbers, as for `customerOf`, of customers whom the bot answers when they write: nine in ten. They lie far apart from one another.
 *
 * @param round others for every round, as far as there are
 */
export function knownCustomers(series: number, conversations: number, count: number, round: number): number[] {
  const usable = Math.floor(conversations / 10) * 9;
  if (usable < count) throw new Error(`there are only ${usable} customers to choose ${count} from`);
  const apart = Math.floor(usable / count);
  return Array.from({ length: count }, (_, index) => {
    const nth = (index * apart + (round % apart)) % usable;
    return FIRST_CUSTOMER * series + Math.floor(nth / 9) * 10 + (nth % 9);
  });
}
