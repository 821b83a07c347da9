export const PLAN_NAMES = ['free', 'starter', 'growth', 'enterprise'] as const;
export type PlanName = (typeof PLAN_NAMES)[number];

/** What a plan allows: in a calendar month (UTC) for messages and AI replies, at any time for the rest. Null means no limit. */
export interface PlanLimits {
  messages: number | null;
  aiReplies: number | null;
  contacts: number | null;
  outlets: number | null;
  users: number | null;
  documents: number | null;
}

export const PLANS: Readonly<Record<PlanName, PlanLimits>> = {
  free: { messages: 1_000, aiReplies: 200, contacts: 500, outlets: 1, users: 3, documents: 20 },
  starter: { messages: 10_000, aiReplies: 3_000, contacts: 5_000, outlets: 2, users: 10, documents: 200 },
  growth: { messages: 100_000, aiReplies: 30_000, contacts: 50_000, outlets: 10, users: 50, documents: 2_000 },
  enterprise: { messages: null, aiReplies: null, contacts: null, outlets: null, users: null, documents: null },
};

export interface Allowance {
  limit: number | null;
  used: number;
  /** Null when there is no limit; never below 0. */
  remaining: number | null;
}

export const allowance = (limit: number | null, used: number): Allowance => ({
  limit,
  used,
  remaining: limit === null ? null : Math.max(0, limit - used),
});
