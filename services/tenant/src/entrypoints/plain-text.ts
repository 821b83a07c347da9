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

/** The name of a person or a company. Others read it, also in mails. */
export const IsName = (): PropertyDecorator => all(rule('isName', nameProblem), Length(1, 120));

/** An e-mail address that we may write to. */
export const IsAddress = (): PropertyDecorator =>
  all(
    rule('isAddress', (value) => (isPlainAddress(value) ? undefined : 'must not contain spaces or control characters')),
    IsEmail(),
    MaxLength(254),
  );
