import { endOf, startOf } from '../days';

/** As the form has it: days of the reader's own time zone, empty where nothing is asked for. */
export interface AuditForm {
  actor: string;
  targetType: string;
  from: string;
  to: string;
}
export const NO_FILTER: AuditForm = { actor: '', targetType: '', from: '', to: '' };

/** For the query: `from` inclusive, `to` exclusive, so the last day is whole. */
export function auditFilter({ actor, targetType, from, to }: AuditForm): Record<string, string> {
  const filter: Record<string, string> = {};
  if (actor.trim()) filter.actor = actor.trim();
  if (targetType) filter.targetType = targetType;
  if (from) filter.from = startOf(from).toISOString();
  if (to) filter.to = endOf(to).toISOString();
  return filter;
}
