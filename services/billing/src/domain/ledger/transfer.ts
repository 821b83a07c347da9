import type { Money } from './money.js';

/**
 * The accounts of a tenant. A balance is what came in less what went out, so all balances of a tenant and currency sum to zero.
 *
 * - payments: the world outside, from which money comes and to which it returns
 * - deposit: what the tenant has paid and not used; never below zero
 * - overage: what the tenant used beyond its plan
 * - adjustments: what the operator gave, and took back
 * - receivable: what a tenant owes whose payment was taken back after it was used
 */
export const ACCOUNTS = ['payments', 'deposit', 'overage', 'adjustments', 'receivable'] as const;
export type Account = (typeof ACCOUNTS)[number];

/** What moves money, and from where to where. A transfer of a positive amount between two accounts cannot fail to balance. */
export const TRANSFERS = {
  top_up: { from: 'payments', to: 'deposit' },
  refund: { from: 'deposit', to: 'payments' },
  debt: { from: 'receivable', to: 'payments' },
  credit: { from: 'adjustments', to: 'deposit' },
  overage: { from: 'deposit', to: 'overage' },
  top_up_reversal: { from: 'deposit', to: 'payments' },
  credit_reversal: { from: 'deposit', to: 'adjustments' },
  overage_reversal: { from: 'overage', to: 'deposit' },
} as const satisfies Record<string, { from: Account; to: Account }>;
export type TransferKind = keyof typeof TRANSFERS;
export const TRANSFER_KINDS = Object.keys(TRANSFERS) as TransferKind[];

/** What the operator may correct by the opposite entry. What a provider moved goes back at the provider. */
export const REVERSALS = {
  top_up: 'top_up_reversal',
  credit: 'credit_reversal',
  overage: 'overage_reversal',
} as const satisfies Partial<Record<TransferKind, TransferKind>>;

/** @returns the kind of the opposite entry; undefined where there is none: it is one itself, or a provider has to do it */
export const reversalOf = ({ kind, source }: { kind: TransferKind; source: Source }): TransferKind | undefined =>
  source === 'stripe' ? undefined : (REVERSALS as Partial<Record<TransferKind, TransferKind>>)[kind];

/** Who says that money moved, with references of their own. */
export const SOURCES = ['operator', 'stripe', 'usage'] as const;
export type Source = (typeof SOURCES)[number];

export interface Transfer {
  kind: TransferKind;
  money: Money;
  source: Source;
  /** Of the source: the same one of the same source is one transfer. */
  reference: string;
  /** Of what was used beyond a plan: how many. */
  units?: number;
}

/** What a deposit holds. */
export interface Deposit {
  balance: Money;
  /** Promised to what is under way, and still in the balance. */
  reserved: Money;
}

/**
 * How money that goes back is taken: from what the deposit has free, and what it lacks becomes a debt.
 *
 * @param free what the deposit holds and has not promised
 */
export function takenBack(amountMinor: number, free: number): { refund: number; debt: number } {
  const refund = Math.min(amountMinor, Math.max(0, free));
  return { refund, debt: amountMinor - refund };
}
