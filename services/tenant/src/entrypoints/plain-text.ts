import { IsEmail, Length, MaxLength, ValidateBy, type ValidationArguments } from 'class-validator';
import { isPlainAddress, nameProblem } from '../domain/names.js';

const all =
  (...rules: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, property) =>
    rules.forEach((rule) => rule(target, property));

const rule = (name: string, problem: (value: string) => string | undefined): PropertyDecorator =>
  ValidateBy({
    name,
    validator: {
      validate: (value: unknown) => typeof value === 'string' && problem(value) === undefined,
      defaultMessage: (about?: ValidationArguments) => {
        const { property = 'value', value } = about ?? {};
        return `${property} ${(typeof value === 'string' ? problem(value) : undefined) ?? 'must be text'}`;
      },
    },
  });

/** Of a person or a company: others read it, in mails too. */
export const IsName = (): PropertyDecorator => all(rule('isName', nameProblem), Length(1, 120));

/** An e-mail address that may be written to. */
export const IsAddress = (): PropertyDecorator =>
  all(
    rule('isAddress', (value) => (isPlainAddress(value) ? undefined : 'must hold no spaces and no control characters')),
    IsEmail(),
    MaxLength(254),
  );
