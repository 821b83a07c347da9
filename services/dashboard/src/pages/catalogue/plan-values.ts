import { decimalsOf } from '../../../../../libs/contracts/src/currency-digits';
import type { Schemas } from '../../api/client';
import { typedNumber } from '../typed-number';

type Plan = Schemas['PlanDto'];
type Change = Schemas['ChangeCatalogueDto'];

export const METERS = ['messages', 'aiReplies', 'contacts', 'outlets', 'users', 'documents'] as const;
export type Meter = (typeof METERS)[number];
export const FEATURES = ['webhooks', 'branding'] as const;
export type Feature = (typeof FEATURES)[number];
export const PRICED_METERS = ['messages', 'aiReplies'] as const;

/** What a unit beyond the plan costs, in one currency, as it is typed. */
export interface OverageRow {
  currency: string;
  messages: string;
  aiReplies: string;
}

/** A plan as it is typed: empty means no limit, no price, or what the installation gives. */
export interface PlanValues {
  limits: Record<Meter, string>;
  price: string;
  currency: string;
  trialDays: string;
  features: Record<Feature, boolean>;
  overage: OverageRow[];
}

export function majorOf(amountMinor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  return (amountMinor / 10 ** decimals).toFixed(decimals);
}

/** @returns NaN, which the service refuses, where it is no amount of this currency */
export function minorOf(typed: string, currency: string): number {
  const minor = Number(typed.trim().replace(',', '.')) * 10 ** decimalsOf(currency);
  const whole = Math.round(minor);
  return Math.abs(minor - whole) < 1e-6 ? whole : Number.NaN;
}

export function toValues({ limits, price, trialDays, features, overage }: Plan): PlanValues {
  const currencies = [...new Set(PRICED_METERS.flatMap((meter) => Object.keys(overage[meter] ?? {})))].sort();
  const typed = (meter: (typeof PRICED_METERS)[number], currency: string): string => {
    const amount = overage[meter]?.[currency];
    return amount === undefined ? '' : majorOf(amount, currency);
  };
  return {
    limits: Object.fromEntries(METERS.map((meter) => [meter, limits[meter]?.toString() ?? ''])) as Record<Meter, string>,
    price: price ? majorOf(price.amountMinor, price.currency) : '',
    currency: price?.currency ?? '',
    trialDays: trialDays?.toString() ?? '',
    features: { ...features },
    overage: currencies.map((currency) => ({ currency, messages: typed('messages', currency), aiReplies: typed('aiReplies', currency) })),
  };
}

/** What is sent to make the next version. */
export function toChange({ limits, price, currency, trialDays, features, overage }: PlanValues): Change {
  const pricesOf = (meter: (typeof PRICED_METERS)[number]): Record<string, number> =>
    Object.fromEntries(
      overage
        .filter((row) => row[meter].trim() !== '')
        .map((row) => [row.currency.trim().toUpperCase(), minorOf(row[meter], row.currency.trim().toUpperCase())]),
    );
  const code = currency.trim().toUpperCase();
  return {
    limits: Object.fromEntries(METERS.map((meter) => [meter, typedNumber(limits[meter])])),
    price: price.trim() === '' ? null : { amountMinor: minorOf(price, code), currency: code },
    trialDays: typedNumber(trialDays),
    features,
    overage: { messages: pricesOf('messages'), aiReplies: pricesOf('aiReplies') },
  };
}
