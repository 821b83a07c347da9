import { Matches, ValidateIf } from 'class-validator';

/** Of a body or a query: leaving it out is right; null is not. */
export const IsGiven = (): PropertyDecorator => ValidateIf((_: object, value: unknown) => value !== undefined);

/** Leaving it out is right, and so is null, which takes it away. */
export const IsSet = (): PropertyDecorator => ValidateIf((_: object, value: unknown) => value !== undefined && value !== null);

/** Text without control characters, such as the end of a line. It may be empty. */
export const OneLine = (): PropertyDecorator => Matches(/^\P{Cc}*$/u, { message: '$property must be one line of text' });

/** Without what is left out: what is given goes over what was there before, or over defaults. */
export const onlyGiven = <T extends object>(part: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as never;
