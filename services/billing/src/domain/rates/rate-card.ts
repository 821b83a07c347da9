import { RATED_CATEGORIES, type RatedCategory } from '#whatsapp';

/** Stands for every country that a card does not name: "unknown region" (CLDR). */
export const ANY_COUNTRY = 'ZZ';

export const MAX_ROWS = 10_000;
const MAX_FAULTS = 20;

export interface Rate {
  market: string;
  category: RatedCategory;
  currency: string;
  amountMicros: number;
  effectiveFrom: string;
}
export interface RateMarket {
  country: string;
  market: string;
  effectiveFrom: string;
}
export interface PricePolicy {
  category: RatedCategory;
  isBillable: boolean;
  freeMonthly: number;
  isFreeInWindow: boolean;
  isFreeInEntry: boolean;
  effectiveFrom: string;
}
/** What the tokens of a model cost, a million of them; of an encoder only those that go in. */
export interface ModelRate {
  model: string;
  currency: string;
  promptMicros: number;
  completionMicros: number;
  effectiveFrom: string;
}
export interface RateCard {
  name: string;
  source: string;
  effectiveFrom: string;
  rates: Rate[];
  markets: RateMarket[];
  policies: PricePolicy[];
  models: ModelRate[];
}

export interface Fault {
  /** `rates.3.amount`: the fourth row. */
  field: string;
  message: string;
}

type Input = Record<string, unknown>;
type Read<T> = (value: unknown) => T | undefined;

const text =
  (max: number): Read<string> =>
  (value) => {
    const trimmed = typeof value === 'string' ? value.trim() : '';
    return trimmed.length >= 1 && trimmed.length <= max && !/\p{Cc}/u.test(trimmed) ? trimmed : undefined;
  };
const day: Read<string> = (value) =>
  typeof value === 'string' && /^2\d{3}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value
    ? value
    : undefined;
const matching =
  (pattern: RegExp): Read<string> =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? value : undefined;
const flag: Read<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
const category: Read<RatedCategory> = (value) => RATED_CATEGORIES.find((name) => name === value);
/** Exact: the digits are read, and no binary fraction is made of them. */
const micros: Read<number> = (value) => {
  const digits = /^(\d{1,6})(?:\.(\d{1,6}))?$/.exec(
    typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '',
  );
  return digits ? Number(digits[1]) * 1_000_000 + Number((digits[2] ?? '').padEnd(6, '0')) : undefined;
};
const count: Read<number> = (value) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 1e9 ? (value as number) : undefined;

const MARKET = 'must have 1 to 60 characters';
const CATEGORY = `must be one of ${RATED_CATEGORIES.join(', ')}`;
const CURRENCY = matching(/^[A-Z]{3}$/);
const CURRENCY_RULE = 'must be an ISO 4217 code such as USD';
const DAY = 'must be a day such as 2026-10-01';

/** Reads fields and gathers what is wrong with them. */
class Reader {
  readonly faults: Fault[] = [];

  field<T>(from: Input, at: string, name: string, read: Read<T>, rule: string): T {
    const value = read(from[name]);
    if (value === undefined) this.fault(`${at}${name}`, `${name} ${rule}`);
    return value as T;
  }

  fault(field: string, message: string): void {
    if (this.faults.length < MAX_FAULTS) this.faults.push({ field, message });
  }

  /** @param keyOf what may be there once */
  rows<T>(from: Input, name: string, read: (row: Input, at: string) => T, keyOf: (row: T) => string): T[] {
    const given = from[name] ?? [];
    if (!Array.isArray(given) || given.length > MAX_ROWS) {
      this.fault(name, `${name} must be a list of at most ${MAX_ROWS} rows`);
      return [];
    }
    const seen = new Set<string>();
    return given.map((row: unknown, index) => {
      const at = `${name}.${index}`;
      if (typeof row !== 'object' || row === null) this.fault(at, 'must be an object');
      const made = read((row ?? {}) as Input, `${at}.`);
      const key = keyOf(made);
      if (seen.has(key)) this.fault(at, 'the same row stands further up');
      seen.add(key);
      return made;
    });
  }
}

/**
 * Reads a card as it was sent, row by row.
 *
 * @returns the card; with faults, nothing of it may be used
 */
export function readRateCard(input: Input): { card: RateCard; faults: Fault[] } {
  const reader = new Reader();
  const name = reader.field(input, '', 'name', text(100), 'must have 1 to 100 characters');
  const source = reader.field(input, '', 'source', text(300), 'must say where the figures come from, in 1 to 300 characters');
  const effectiveFrom = reader.field(input, '', 'effectiveFrom', day, DAY);
  const since = (row: Input, at: string): string =>
    row['effectiveFrom'] === undefined || row['effectiveFrom'] === '' ? effectiveFrom : reader.field(row, at, 'effectiveFrom', day, DAY);
  const rates = reader.rows<Rate>(
    input,
    'rates',
    (row, at) => ({
      market: reader.field(row, at, 'market', text(60), MARKET),
      category: reader.field(row, at, 'category', category, CATEGORY),
      currency: reader.field(row, at, 'currency', CURRENCY, CURRENCY_RULE),
      amountMicros: reader.field(
        { amount: row['amount'] },
        at,
        'amount',
        micros,
        'must be a price a message such as 0.0225, with at most 6 decimals',
      ),
      effectiveFrom: since(row, at),
    }),
    (rate) => [rate.market, rate.category, rate.currency, rate.effectiveFrom].join('\t'),
  );
  const markets = reader.rows<RateMarket>(
    input,
    'markets',
    (row, at) => ({
      country: reader.field(row, at, 'country', matching(/^[A-Z]{2}$/), 'must be an ISO 3166 code such as PE, or ZZ for all others'),
      market: reader.field(row, at, 'market', text(60), MARKET),
      effectiveFrom: since(row, at),
    }),
    (market) => `${market.country}\t${market.effectiveFrom}`,
  );
  const policies = reader.rows<PricePolicy>(
    input,
    'policies',
    (row, at) => ({
      category: reader.field(row, at, 'category', category, CATEGORY),
      isBillable: reader.field(row, at, 'billable', flag, 'must be true or false'),
      freeMonthly: reader.field({ freeMonthly: row['freeMonthly'] ?? 0 }, at, 'freeMonthly', count, 'must be a whole number from 0'),
      isFreeInWindow: reader.field({ freeInWindow: row['freeInWindow'] ?? false }, at, 'freeInWindow', flag, 'must be true or false'),
      isFreeInEntry: reader.field({ freeInEntry: row['freeInEntry'] ?? false }, at, 'freeInEntry', flag, 'must be true or false'),
      effectiveFrom: since(row, at),
    }),
    (policy) => `${policy.category}\t${policy.effectiveFrom}`,
  );
  const aMillion = (at: string, name: string, value: unknown): number =>
    reader.field({ [name]: value }, at, name, micros, 'must be a price for a million tokens such as 0.15, with at most 6 decimals');
  const models = reader.rows<ModelRate>(
    input,
    'models',
    (row, at) => ({
      model: reader.field(row, at, 'model', text(100), 'must have 1 to 100 characters'),
      currency: reader.field(row, at, 'currency', CURRENCY, CURRENCY_RULE),
      promptMicros: aMillion(at, 'prompt', row['prompt']),
      completionMicros: aMillion(at, 'completion', row['completion'] ?? '0'),
      effectiveFrom: since(row, at),
    }),
    (model) => [model.model, model.currency, model.effectiveFrom].join('\t'),
  );
  if (reader.faults.length === 0 && rates.length + markets.length + policies.length + models.length === 0)
    reader.fault('rates', 'rates must have at least one row');
  return { card: { name, source, effectiveFrom, rates, markets, policies, models }, faults: reader.faults };
}

/**
 * The rows of a CSV file as objects, by the names in its first row. Rows without any cell are left out.
 *
 * @param columns the names that must be there
 */
export function tableOf(cells: readonly string[][], columns: readonly string[]): { rows: Record<string, string>[]; missing: string[] } {
  const [header = [], ...lines] = cells.filter((row) => row.some((cell) => cell !== ''));
  const names = header.map((name) => name.replace(/^\uFEFF/, ''));
  return {
    rows: lines.map((line) => Object.fromEntries(names.map((name, index) => [name, line[index] ?? '']))),
    missing: columns.filter((name) => !names.includes(name)),
  };
}

/** `0.0225` of 22500 millionths. */
export function decimalOf(amountMicros: number): string {
  const whole = Math.floor(amountMicros / 1_000_000);
  const rest = String(amountMicros % 1_000_000)
    .padStart(6, '0')
    .replace(/0{1,4}$/, '');
  return `${whole}.${rest}`;
}
