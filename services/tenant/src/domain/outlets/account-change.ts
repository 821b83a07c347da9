export type Quality = 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';

/** What Meta's report changes of a number; absent fields stay unchanged. */
export interface NumberChange {
  quality?: Quality;
  /** `TIER_250` ... `TIER_UNLIMITED`, as Meta spells it. */
  messagingLimit?: string;
  throughput?: 'STANDARD' | 'HIGH';
}

/** What is written on the phone app, and who is in a group. `conversation` keeps it, and forgets it with the customer. */
const OF_CUSTOMERS: ReadonlySet<string> = new Set([
  'smb_message_echoes',
  'group_lifecycle_update',
  'group_participants_update',
  'group_settings_update',
]);

/** Whether a report is about customers, of whom nothing is kept here. */
export const isOfCustomers = (report: { field: string }): boolean => OF_CUSTOMERS.has(report.field);

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const asRecord = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** FLAGGED: quality is low. UNFLAGGED: it is medium or high again. Meta, webhook `phone_number_quality_update`. */
const QUALITY: Readonly<Record<string, Quality>> = { FLAGGED: 'RED', UNFLAGGED: 'YELLOW' };

/** Meta documents no event for less; where a number is made slower all the same, it is slower at once. */
const THROUGHPUT: Readonly<Record<string, 'STANDARD' | 'HIGH'>> = { THROUGHPUT_UPGRADE: 'HIGH', THROUGHPUT_DOWNGRADE: 'STANDARD' };

/** As numbers have it: `TIER_2K`, or how many customers, of which -1 is any number. */
function messagingLimitOf(value: unknown): string | undefined {
  if (typeof value !== 'number') return text(value);
  if (value < 0) return 'TIER_UNLIMITED';
  return value >= 1_000 && value % 1_000 === 0 ? `TIER_${value / 1_000}K` : `TIER_${value}`;
}

/** What the business may do, whichever of its numbers does it. Meta, webhook `business_capability_update`. */
const OF_BUSINESS = 'business_capability_update';

/** @returns what the report changes of its number; an empty object for other reports. A messaging limit is of all numbers of the portfolio */
export function readNumberChange(report: { field: string; event?: string | undefined; value: unknown }): NumberChange {
  const value = asRecord(report.value);
  if (report.field === OF_BUSINESS) {
    const messagingLimit = messagingLimitOf(value.max_daily_conversations_per_business);
    return messagingLimit ? { messagingLimit } : {};
  }
  if (report.field !== 'phone_number_quality_update') return {};
  const event = report.event ?? text(value.event) ?? '';
  const quality = QUALITY[event];
  // `current_limit` is the older name, which Meta removes.
  const messagingLimit = messagingLimitOf(value.max_daily_conversations_per_business) ?? text(value.current_limit);
  return {
    ...(quality ? { quality } : {}),
    ...(messagingLimit ? { messagingLimit } : {}),
    ...(THROUGHPUT[event] ? { throughput: THROUGHPUT[event] } : {}),
  };
}

/** The digits of the number in the report, if there is one. */
export const reportedNumber = (value: unknown): string | undefined =>
  text(asRecord(value).display_phone_number)?.replaceAll(/\D/g, '') || undefined;
