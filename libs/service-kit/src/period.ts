import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, Validate, ValidatorConstraint, type ValidationArguments, type ValidatorConstraintInterface } from 'class-validator';
import { Problem } from './problem.js';

/** Days as `2026-11-20`, both included; in UTC where nothing else is said. */
export interface Period {
  from: string;
  to: string;
}

const DAY_MS = 24 * 60 * 60_000;
const DEFAULT_DAYS = 30;
const MAX_DAYS = 366;
/** Postgres has no year 0, and a period is some days longer than its bounds. */
const FIRST_DAY = '2000-01-01';
const LAST_DAY = '2999-12-31';

/** A day such as 2026-11-20. */
@ValidatorConstraint()
export class IsDay implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    if (typeof value !== 'string' || value < FIRST_DAY || value > LAST_DAY) return false;
    return new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value;
  }
  defaultMessage(at?: ValidationArguments): string {
    return `${at?.property} must be a day such as 2026-11-20, from ${FIRST_DAY} to ${LAST_DAY}`;
  }
}

/** Query of every report: `?from=&to=`. */
export class PeriodQuery {
  @ApiPropertyOptional({ format: 'date', description: 'First day, UTC; 29 days before `to` by default' })
  @IsOptional()
  @Validate(IsDay)
  from?: string;

  @ApiPropertyOptional({ format: 'date', description: 'Last day, UTC; today by default' })
  @IsOptional()
  @Validate(IsDay)
  to?: string;
}

/**
 * The period that a query asks for; by default the 30 days that end today.
 *
 * @param now in milliseconds
 * @param timeZone IANA name of the zone whose day is today
 * @throws {Problem} validation_failed when it ends before it begins, or has more than `maxDays` days
 */
export function readPeriod(
  asked: Pick<PeriodQuery, 'from' | 'to'>,
  maxDays = MAX_DAYS,
  { now = Date.now(), timeZone = 'UTC' }: { now?: number; timeZone?: string } = {},
): Period {
  const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  // Sweden writes days as ISO 8601 does.
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now);
  const to = asked.to ?? (asked.from && asked.from > today ? asked.from : today);
  const from = asked.from ?? dayAt(Date.parse(to) - (DEFAULT_DAYS - 1) * DAY_MS);
  const fault = (message: string): Problem => Problem.invalid([{ field: 'from', message }]);
  if (from > to) throw fault('from must not be after to');
  if (Date.parse(to) - Date.parse(from) >= maxDays * DAY_MS) throw fault(`from and to may span ${maxDays} days at most`);
  return { from, to };
}
