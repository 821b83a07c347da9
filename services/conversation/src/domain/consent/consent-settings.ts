import { normalizePhrase } from './normalize-phrase.js';
import { readMarketingWish } from './marketing-wish.js';

export interface ConsentSettings {
  /** Words of the tenant's own: who writes one of them and nothing else stops promotions. */
  optOutWords: string[];
  /** The same for who wants them. */
  optInWords: string[];
  /** An opt-in counts only when the customer has confirmed it by a button. */
  doubleOptIn: boolean;
}

export const NO_CONSENT_SETTINGS: ConsentSettings = { optOutWords: [], optInWords: [], doubleOptIn: false };

export const MAX_OWN_WORDS = 20;
export const MAX_OWN_WORD = 40;

/** What customers write all day and mean something else by: as a word of its own each would swallow questions and answers. */
const COMMON = new Set(
  `a hi hello hey hola buenas alo ola oi bonjour salut hallo ciao merhaba selam halo привет здравствуйте مرحبا السلام عليكم नमस्ते
  yes no ok okay okey yep nope sure si sí claro vale sim não nao oui non ja nein evet hayir ya tidak да нет نعم لا हाँ नहीं
  thanks thank you gracias obrigado obrigada merci danke grazie tesekkurler terima kasih спасибо شكرا धन्यवाद
  please help ayuda ajuda aide hilfe aiuto yardim bantuan помощь مساعدة मदद menu info information informacion
  price prices precio precios preco preço prix preis prezzo fiyat harga цена سعر कीमत order pedido commande bestellung ordine siparis pesanan
  agent human person agente humano persona asesor operator good morning buenos dias buenas tardes buenas noches bom dia
  1 2 3 4 5 6 7 8 9 0`
    .split(/\s+/)
    .map(normalizePhrase),
);
const COMMON_PHRASES = new Set(
  ['thank you', 'good morning', 'buenos dias', 'buenas tardes', 'buenas noches', 'bom dia', 'terima kasih'].map(normalizePhrase),
);

/** Whether a whole message is a word of these. */
export const isOneOf = (phrase: string, words: readonly string[]): boolean =>
  phrase !== '' && words.some((word) => normalizePhrase(word) === phrase);

/** @returns what is wrong with the words, by the field of each */
export function ownWordProblems({
  optOutWords,
  optInWords,
}: Pick<ConsentSettings, 'optOutWords' | 'optInWords'>): { field: string; message: string }[] {
  const lists = [
    { name: 'optOutWords', words: optOutWords, opposite: 'start' },
    { name: 'optInWords', words: optInWords, opposite: 'stop' },
  ] as const;
  const seen = new Set<string>();
  return lists.flatMap(({ name, words, opposite }) =>
    words.flatMap((word, index) => {
      const phrase = normalizePhrase(word);
      const message = problemOf(phrase, seen, opposite, word);
      seen.add(phrase);
      return message ? [{ field: `${name}.${index}`, message }] : [];
    }),
  );
}

function problemOf(phrase: string, seen: ReadonlySet<string>, opposite: 'start' | 'stop', word: string): string | undefined {
  if (phrase.replaceAll(' ', '').length < 2) return `the word "${word}" must hold two letters or digits at least`;
  if (seen.has(phrase)) return `the word "${word}" is there twice; each may be there once, in one of the two lists`;
  if (COMMON.has(phrase) || COMMON_PHRASES.has(phrase))
    return `the word "${word}" stands in other messages of customers; choose one that means nothing else`;
  if (readMarketingWish(word)?.wish === opposite) return `the word "${word}" means the opposite to customers`;
  return undefined;
}
