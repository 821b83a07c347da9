import { localInstant } from '#wall-clock';
import type { MessagePlan } from '../campaigns/campaign.js';
import type { Expression } from '../segments/expression.js';

export const DELAY_UNITS = ['minutes', 'hours', 'days', 'weeks'] as const;
export type DelayUnit = (typeof DELAY_UNITS)[number];

/** How long after the step before, or until the contact's clock shows a time. */
export type Delay = { amount: number; unit: DelayUnit } | { at: string };

/** One step as a version holds it. */
export interface Step {
  id: string;
  stepNumber: number;
  delay: Delay;
  message: MessagePlan;
  /** Whoever it does not fit is not sent this step, and goes on. */
  condition: Expression | null;
}

const UNIT_MS: Readonly<Record<DelayUnit, number>> = { minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 };
/** No step is later than so long after the one before: five years. */
export const MAX_DELAY_MS = 5 * 365 * 24 * 3_600_000;
/** What is later than this, after an outage or a pause, is late. */
export const LATE_MS = 6 * 3_600_000;

export const EXIT_REASONS = ['replied', 'order_paid', 'opted_out', 'left_segment', 'contact_gone', 'cancelled'] as const;
export type ExitReason = (typeof EXIT_REASONS)[number];

export const STEP_OUTCOMES = ['requested', 'sent', 'delivered', 'read', 'failed', 'skipped', 'optedOut'] as const;
export type StepOutcome = (typeof STEP_OUTCOMES)[number];

/**
 * When a step is due. A day is 24 hours; whoever wants a time of the day says so by `at`, which goes by the clock of the contact's zone.
 *
 * @param from when the step before was dealt with, or the enrolment; Unix milliseconds, as the result
 */
export function dueAfter(delay: Delay, from: number, zone: string): number {
  return 'at' in delay ? localInstant(zone, { localTime: delay.at }, from) : from + delay.amount * UNIT_MS[delay.unit];
}

export const isTooLong = (delay: Delay): boolean => 'amount' in delay && delay.amount * UNIT_MS[delay.unit] > MAX_DELAY_MS;

const DAY_MS = 86_400_000;

/**
 * When a contact who has been through a drip may begin anew.
 *
 * @param endedAt of the last time; Unix milliseconds, as the result @param afterDays null: never
 */
export const mayBeginAgainAt = (endedAt: number, afterDays: number | null): number =>
  afterDays === null ? Number.POSITIVE_INFINITY : endedAt + afterDays * DAY_MS;

/** What is known when a step is due. */
export interface Moment {
  now: number;
  dueAt: number;
  /** When the quiet hours of the contact are over that hold now; now where none do. */
  leavesAt: number;
  late: 'send' | 'skip';
  isThere: boolean;
  /** Undefined where the drip has no segment. */
  isInSegment: boolean | undefined;
  isFitting: boolean;
}

export type Decision =
  | { kind: 'exit'; reason: ExitReason }
  | { kind: 'wait'; until: number }
  | { kind: 'skip'; reason: 'condition' | 'late' }
  | { kind: 'send' };

/** What is to be done about a step that is due: one thing, and the reason where it is not sent. */
export function decideStep({ now, dueAt, leavesAt, late, isThere, isInSegment, isFitting }: Moment): Decision {
  if (!isThere) return { kind: 'exit', reason: 'contact_gone' };
  if (isInSegment === false) return { kind: 'exit', reason: 'left_segment' };
  if (late === 'skip' && now - dueAt > LATE_MS) return { kind: 'skip', reason: 'late' };
  if (!isFitting) return { kind: 'skip', reason: 'condition' };
  return leavesAt > now ? { kind: 'wait', until: leavesAt } : { kind: 'send' };
}
