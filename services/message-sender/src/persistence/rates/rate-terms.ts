import {
  ALLOWED_PER_SECOND,
  BURST_SECONDS,
  LAST_URGENT_PRIORITY,
  LEAST_BURST,
  PAIR_BURST,
  PAIR_SECONDS,
  RAISED_PER_SECOND,
  RESERVED_PART,
  USED_PART,
} from '../../domain/rates/rates.js';

/** Terms of SQL about the buckets. Each is a number; `n` is a row of `tenant.numbers_v1`, `r` one of `number_rates`, or nulls. */

/** Messages a second that WhatsApp allows. */
export const ALLOWED = (n: string): string =>
  `case when ${n}.on_phone_app then ${ALLOWED_PER_SECOND.PHONE_APP} when ${n}.throughput = 'HIGH' then ${ALLOWED_PER_SECOND.HIGH} else ${ALLOWED_PER_SECOND.STANDARD} end`;

/** The part of it that is used now. */
export const SHARE = (r: string): string =>
  `least(1, coalesce(${r}.share + ${RAISED_PER_SECOND} * extract(epoch from clock_timestamp() - ${r}.lowered_at)::float8, 1))`;

/** Messages a second that we send. */
export const RATE = (n: string, r: string): string => `(${ALLOWED(n)}) * ${USED_PART}::float8 * ${SHARE(r)}`;

/** Seconds of the rate that are spent and not paid back yet. */
const DEBT = (spentUntil: string): string => `greatest(0, extract(epoch from ${spentUntil} - clock_timestamp())::float8)`;

/** How many messages of a class may go now. */
export const ROOM = (rate: string, spentUntil: string, priority: string): string =>
  `greatest(0, floor((greatest(${BURST_SECONDS}, ${LEAST_BURST} / ${rate})
    * case when ${priority} <= ${LAST_URGENT_PRIORITY} then 1 else ${1 - RESERVED_PART} end - ${DEBT(spentUntil)}) * ${rate}))::integer`;

/** What a lane is known by in `pair_rates`. */
export const LANE_HASH = (lane: string): string => `hashtextextended(${lane}, 0)`;
/** How long a lane is filled up before its next message may go. */
export const PAIR_FULL = `interval '${(PAIR_BURST - 1) * PAIR_SECONDS} seconds'`;
export const PAIR_STEP = `interval '${PAIR_SECONDS} seconds'`;

/** How far messages of customers fill a bucket at most. */
export const MOST_INBOUND_DEBT = `interval '1 second'`;

/**
 * What changes in a row `r` of `number_rates` when so many messages go: what is spent, and what went in the last seconds.
 *
 * @param most what is spent ahead at most; without it, everything
 */
export const SPEND = (messages: string, rate: string, most?: string): string => {
  const spent = `greatest(r.spent_until, clock_timestamp()) + make_interval(secs => ${messages} / ${rate})`;
  return `
    spent_until = ${most ? `least(${spent}, greatest(r.spent_until, clock_timestamp() + ${most}))` : spent},
    second = date_trunc('second', clock_timestamp()),
    in_second = ${messages} + case when r.second = date_trunc('second', clock_timestamp()) then r.in_second else 0 end,
    before_second = case when r.second = date_trunc('second', clock_timestamp()) then r.before_second
      when r.second = date_trunc('second', clock_timestamp()) - interval '1 second' then r.in_second else 0 end`;
};
