import { Problem } from '#service-kit';
import { askedPeriod, type Period } from '../../domain/plans/month.js';

export interface AskedPeriod {
  from?: string;
  to?: string;
}

/** @throws {Problem} validation_failed for a period that is reversed or too long */
export function readPeriod(asked: AskedPeriod): Period {
  const period = askedPeriod(asked, new Date().toISOString().slice(0, 10));
  if ('fault' in period) throw Problem.invalid([{ field: 'from', message: period.fault }]);
  return period;
}
