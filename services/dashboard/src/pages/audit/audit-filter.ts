/** As the form has it: days of the reader's own time zone, empty where nothing is asked for. */
export interface AuditForm {
  actor: string;
  targetType: string;
  from: string;
  to: string;
}
export const NO_FILTER: AuditForm = { actor: '', targetType: '', from: '', to: '' };

/** @param day `2026-11-20` @returns its first moment where the reader is */
const startOf = (day: string): Date => new Date(`${day}T00:00:00`);

/** For the query: `from` inclusive, `to` exclusive, so the last day is whole. */
export function auditFilter({ actor, targetType, from, to }: AuditForm): Record<string, string> {
  const filter: Record<string, string> = {};
  if (actor.trim()) filter.actor = actor.trim();
  if (targetType) filter.targetType = targetType;
  if (from) filter.from = startOf(from).toISOString();
  if (to) {
    const end = startOf(to);
    end.setDate(end.getDate() + 1);
    filter.to = end.toISOString();
  }
  return filter;
}
