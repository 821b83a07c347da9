import { buildMessage, isISO8601, ValidateBy } from 'class-validator';

/** What both JavaScript and Postgres read as the same time; weeks and days of the year are ISO 8601 too, but nobody's `Date`. */
const SHAPE = /^(?!0000)\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}|$)/;

export const isInstant = (value: unknown): value is string =>
  typeof value === 'string' &&
  SHAPE.test(value) &&
  isISO8601(value, { strict: true, strictSeparator: true }) &&
  !Number.isNaN(Date.parse(value));

/** A field that holds a time, such as `2026-11-20T09:00:00Z`. */
export const IsInstant = (): PropertyDecorator =>
  ValidateBy({
    name: 'isInstant',
    validator: { validate: isInstant, defaultMessage: buildMessage((each) => `${each}$property must be a time in ISO 8601`) },
  });
