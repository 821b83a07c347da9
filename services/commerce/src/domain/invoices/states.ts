/** As it is kept. Whether one is overdue depends on the day. */
export const KEPT_STATUSES = ['draft', 'sent', 'partly_paid', 'paid', 'void'] as const;
export type KeptStatus = (typeof KEPT_STATUSES)[number];

export const INVOICE_STATUSES = [...KEPT_STATUSES, 'overdue'] as const;
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

export interface Balance {
  totalMinor: number;
  /** Taken back by credit notes. */
  creditedMinor: number;
  /** Payments less refunds. */
  paidMinor: number;
}

/** What is still to be paid, never below nothing. */
export const dueOf = ({ totalMinor, creditedMinor, paidMinor }: Balance): number => Math.max(0, totalMinor - creditedMinor - paidMinor);

/** Of an invoice that was sent. One of which nothing was paid and that is taken back whole is void. */
export function statusOf(balance: Balance): Exclude<KeptStatus, 'draft'> {
  if (dueOf(balance) > 0) return balance.paidMinor > 0 ? 'partly_paid' : 'sent';
  return balance.paidMinor > 0 || balance.creditedMinor === 0 ? 'paid' : 'void';
}

export const isOpen = (status: KeptStatus): boolean => status === 'sent' || status === 'partly_paid';

/** @param dueDate to be paid until the end of this day @param today where the company is */
export const shownStatus = (status: KeptStatus, dueDate: string | null, today: string): InvoiceStatus =>
  isOpen(status) && dueDate !== null && dueDate < today ? 'overdue' : status;

/** How much of a refund is owed no more: what the customer would owe again by it, unless they shall. */
export const creditOfRefund = (before: Balance, refundMinor: number): number => {
  const balance = before.totalMinor - before.creditedMinor - before.paidMinor;
  return Math.max(0, balance + refundMinor) - Math.max(0, balance);
};
