/** How far a refund or a dispute is. What is further on stays, in whatever order notices come. */
export const REFUND_STATES = ['pending', 'succeeded', 'failed'] as const;
export const DISPUTE_STATES = ['open', 'won', 'lost'] as const;
export type RefundState = (typeof REFUND_STATES)[number];
export type DisputeState = (typeof DISPUTE_STATES)[number];

/** A part of a payment. */
export interface Part<State> {
  /** As Stripe counts it. */
  amount: number;
  state: State;
}

/** What was told of one payment, by any number of notices in any order. */
export interface StripeFacts {
  paid?: { /** As Stripe counts it. */ amount: number; /** ISO 4217, capitals. */ currency: string };
  refunds: Record<string, Part<RefundState>>;
  disputes: Record<string, Part<DisputeState>>;
}

const further = <State extends string>(order: readonly State[], before: Part<State> | undefined, now: Part<State>): Part<State> =>
  before && order.indexOf(before.state) >= order.indexOf(now.state) ? before : now;

const joined = <State extends string>(
  order: readonly State[],
  before: Record<string, Part<State>>,
  told: Record<string, Part<State>>,
): Record<string, Part<State>> => ({
  ...before,
  ...Object.fromEntries(Object.entries(told).map(([id, part]) => [id, further(order, before[id], part)])),
});

/** The same whatever comes first, and however often. */
export const joinFacts = (before: StripeFacts, told: StripeFacts): StripeFacts => {
  const paid = before.paid ?? told.paid;
  return {
    ...(paid && { paid }),
    refunds: joined(REFUND_STATES, before.refunds, told.refunds),
    disputes: joined(DISPUTE_STATES, before.disputes, told.disputes),
  };
};

/** Whether the bank of the customer has a say, or has taken the money back: nobody is reminded then. */
export const isDisputed = ({ disputes }: StripeFacts): boolean => Object.values(disputes).some(({ state }) => state !== 'won');
