/** Percent of a limit at which a tenant is warned. */
export const WARNING_LEVELS = [80, 100] as const;
export type WarningLevel = (typeof WARNING_LEVELS)[number];

/**
 * As `billing.warning_level` of the database, which finds the warnings.
 *
 * @returns null below the first level, and where there is no limit or one of nothing: that is a suspension, or was never to be used
 */
export function warningLevel(used: number, limit: number | null): WarningLevel | null {
  if (limit === null || limit <= 0) return null;
  return WARNING_LEVELS.findLast((level) => used * 100 >= limit * level) ?? null;
}
