import type { MailLanguage } from './deletion-mails.js';

/** What a company has set for itself, as its settings hold it; anything may stand there. */
type Settings = Record<string, unknown>;

/** The language of mails to people of the company. */
export const mailLanguage = ({ language }: Settings): MailLanguage =>
  typeof language === 'string' && /^es(-|$)/i.test(language) ? 'es' : 'en';

/** The time zone of the company; UTC where none is set, or none that there is. */
export function timeZoneOf({ timezone }: Settings): string {
  try {
    return typeof timezone === 'string' ? new Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone : 'UTC';
  } catch {
    return 'UTC';
  }
}
