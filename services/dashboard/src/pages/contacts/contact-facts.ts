import type { Schemas } from '../../api/client';
import type { Words } from '../../i18n/i18n';

export type Contact = Schemas['ContactDto'];

/** By what WhatsApp reaches a contact, as people read it. */
export const address = ({ phone, username, userId }: Contact): string | undefined =>
  phone ? `+${phone.replace(/^\+/, '')}` : username ? `@${username}` : userId;

/** By what the API reaches a contact: a name alone reaches nobody. */
export const reachOf = ({ phone, userId }: Pick<Contact, 'phone' | 'userId'>): string | undefined =>
  phone ? `+${phone.replace(/^\+/, '')}` : userId;

/** What is known of a contact, in words; undefined where nothing is. */
export const factsOf = (contact: Contact, { t, date }: Pick<Words, 't' | 'date'>): [name: string, value: string | undefined][] => [
  [t('column.name'), contact.name || undefined],
  [t('contacts.profileName'), contact.profileName],
  [t('contacts.phone'), contact.phone && `+${contact.phone.replace(/^\+/, '')}`],
  [t('contacts.username'), contact.username && `@${contact.username}`],
  [t('contacts.userId'), contact.userId],
  [t('contact.email'), contact.email],
  [t('contact.language'), contact.language],
  [t('contact.tags'), contact.tags.join(', ') || undefined],
  [t('contact.marketing'), t(`consent.${contact.consent.marketing}`)],
  ...Object.entries(contact.attributes as Record<string, unknown>).map(([name, value]): [string, string] => [name, String(value)]),
  [t('contact.known'), date(contact.createdAt, 'day')],
];

/**
 * What somebody types to show that they mean this contact: its number, or whatever stands in for one.
 *
 * @returns whether it is the same, letters, digits and nothing else compared
 */
export function isMeant(contact: Contact, typed: string): boolean {
  const plain = (text: string): string =>
    text
      .normalize('NFC')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, '');
  return plain(typed) !== '' && plain(typed) === plain(address(contact) ?? contact.id);
}
