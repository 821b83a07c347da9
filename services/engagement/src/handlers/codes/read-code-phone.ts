import { Problem } from '#service-kit';
import { isBusinessScopedUserId, phoneAdvice, readPhone } from '#whatsapp';

/**
 * @returns digits
 * @throws {Problem} phone_required for a user id: WhatsApp refuses authentication templates to them (131062); validation_failed
 */
export function readCodePhone(phone: string): string {
  if (isBusinessScopedUserId(phone)) {
    throw new Problem(
      422,
      'phone_required',
      'WhatsApp sends one-time codes to phone numbers only, not to user ids (its error 131062). Ask the customer for the number.',
    );
  }
  const read = readPhone(phone);
  if ('phone' in read) return read.phone;
  throw Problem.invalid([{ field: 'phone', message: phoneAdvice(read.problem) }]);
}
