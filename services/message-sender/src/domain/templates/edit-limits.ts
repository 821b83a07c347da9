const DAY_MS = 24 * 60 * 60 * 1000;
export const EDIT_DAYS = 30;
const MAX_EDITS = 10;

/** The times that still count. */
export const recentEdits = (edits: readonly string[], now: number): string[] =>
  edits.filter((at) => now - Date.parse(at) < EDIT_DAYS * DAY_MS);

/**
 * When an approved template may be changed again; undefined where it may now. Source: Meta, "Edit templates" (2026-09): once in 24 hours,
 * and ten times in 30 days. The clock is WhatsApp's, so this is only what it would surely refuse.
 */
export function editableAt(edits: readonly string[], now: number): number | undefined {
  const times = recentEdits(edits, now)
    .map((at) => Date.parse(at))
    .sort((a, b) => a - b);
  const last = times.at(-1);
  const byDay = last === undefined ? 0 : last + DAY_MS;
  const byMonth = times.length < MAX_EDITS ? 0 : times.at(-MAX_EDITS)! + EDIT_DAYS * DAY_MS;
  const at = Math.max(byDay, byMonth);
  return at > now ? at : undefined;
}
