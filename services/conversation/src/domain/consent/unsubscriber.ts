import { csvLine } from '#csv';

/** A customer who wants no promotions, and how that is known. */
export interface Unsubscriber {
  contactId: string;
  name: string | null;
  phone: string | null;
  userId: string | null;
  /** Since when. */
  at: string;
  source: string | null;
  /** The customer's own words, as far as they are kept. */
  wording: string | null;
  /** Who wrote it down; null for WhatsApp and the customer. */
  byId: string | null;
}

/** A refusal counts for promotions of the whole company, whatever number they came from. */
export const UNSUBSCRIBED_FROM = 'marketing';

export const unsubscribersHead = (): string => csvLine(['contactId', 'name', 'phone', 'userId', 'scope', 'at', 'source', 'wording', 'by']);

export const unsubscriberLine = ({ contactId, name, phone, userId, at, source, wording, byId }: Unsubscriber): string =>
  csvLine([contactId, name, phone && `+${phone}`, userId, UNSUBSCRIBED_FROM, at, source, wording, byId]);
