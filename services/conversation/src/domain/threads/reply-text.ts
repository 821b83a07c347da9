import { OUTBOUND_LIMITS } from '#whatsapp';

/** Characters (code points) of a text message at most. */
export const TEXT_LIMIT = OUTBOUND_LIMITS.textBody;

const SENTENCE_END = /[.!?…。！？](?=\s|$)|\n/gu;

/** Cuts a text to WhatsApp's limit: after a sentence where one ends in its second half, else after a word, else anywhere. */
export function fitText(text: string, limit: number = TEXT_LIMIT): string {
  const characters = [...text];
  if (characters.length <= limit) return text;
  const cut = characters.slice(0, limit).join('');
  const end = [...cut.matchAll(SENTENCE_END)].at(-1);
  if (end && end.index >= cut.length / 2) return cut.slice(0, end.index + 1).trimEnd();
  const shorter = characters.slice(0, limit - 1).join('');
  const space = shorter.search(/\s\S*$/);
  return `${space >= shorter.length / 2 ? shorter.slice(0, space) : shorter}…`;
}

/** Said once to the customer when the bot hands over, for tenants that wrote no text of their own. By ISO 639-1 code. */
const HANDOFF_NOTICES: Readonly<Record<string, string>> = {
  en: 'Thank you for your message. A member of our team will answer you here as soon as possible.',
  es: 'Gracias por tu mensaje. Una persona de nuestro equipo te responderá por aquí lo antes posible.',
  pt: 'Obrigado pela sua mensagem. Uma pessoa da nossa equipe vai responder por aqui o mais breve possível.',
  fr: 'Merci pour votre message. Un membre de notre équipe vous répondra ici dès que possible.',
  de: 'Vielen Dank für Ihre Nachricht. Jemand aus unserem Team antwortet Ihnen hier so bald wie möglich.',
  it: 'Grazie per il messaggio. Una persona del nostro team le risponderà qui il prima possibile.',
  hi: 'आपके संदेश के लिए धन्यवाद। हमारी टीम का कोई सदस्य जल्द से जल्द यहाँ आपको जवाब देगा।',
};

/** @param language of the customer, or of the tenant (`es`, `es-AR`); English for one without a text here */
export function handoffNotice(message: string | null, language: string | null): string {
  const own = message?.trim();
  if (own) return fitText(own);
  return HANDOFF_NOTICES[(language ?? '').slice(0, 2).toLowerCase()] ?? HANDOFF_NOTICES.en!;
}
