/** What is known of a template that somebody wants to send. */
export type TemplateFacts =
  /** It is not known here, and WhatsApp could not be asked: WhatsApp decides. */
  | { known: 'unasked' }
  /** The account has none of this name in this language. */
  | { known: 'missing'; name: string; language: string; languages: readonly string[] }
  | FoundTemplate;

export interface FoundTemplate {
  known: 'found';
  id: string;
  name: string;
  language: string;
  /** MARKETING, UTILITY, AUTHENTICATION, or as WhatsApp will call others. */
  category: string;
  status: string;
  rejectionReason: string | null;
  /** In which the values of this send do not fit. */
  problems: readonly { field: string; message: string }[];
}
