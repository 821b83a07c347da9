import { plain } from './words.js';

/** How questions begin in fifteen languages, as {@link plain} writes them. */
const BEGINS =
  /^(?:(?:and|also|y|e|et|und|or|but|pero|mas|mais|aber|hi|hello|hola|please|por favor|bitte) )*(?:what|whats|which|who|whose|when|where|why|how|is|are|do|does|did|can|could|may|will|would|should|have|has|tell me|que|cual|cuales|quien|cuando|donde|adonde|como|cuanto|cuanta|cuantos|cuantas|hay|tienen|puedo|pueden|hacen|qual|quais|quem|quando|onde|quanto|quanta|quantos|voces|tem|posso|fazem|quel|quelle|quels|quelles|qui|quand|ou|comment|combien|pourquoi|est ce|avez vous|peut on|puis je|was|welche|welcher|welches|wer|wann|wo|wohin|wie|warum|wieviel|gibt|haben|kann|konnen|macht|ist|sind|cosa|quali|chi|dove|quanti|perche|avete|fate|wat|welk|wie|wanneer|waar|waarom|hoe|hebben|kan|jak|co|kto|kiedy|gdzie|ile|czy|care|cine|cand|unde|cum|cat|cati|ce|nasil|ne|nerede|kim|hangi|kac|apa|apakah|berapa|kapan|dimana|bagaimana|siapa|что|кто|где|когда|как|какой|какие|какая|сколько|почему|можно|есть ли|ما|ماذا|متى|اين|أين|كيف|كم|هل|לאן|מה|מתי|איפה|איך|כמה|האם|क्या|कब|कहाँ|कैसे|कितना|कितने|कौन|τι|ποτε|πότε|που|πού|πως|πώς|ποσο|πόσο)(?: |$)/u;
const ASKS_UNSPACED = /什么|什麼|多少|哪|怎|吗|嗎|何|いつ|どこ|いくら|どう|ですか|ますか|อะไร|ที่ไหน|เท่าไ|เมื่อไ|อย่างไร|ไหม/u;
/** Two questions in one sentence: `what does it cost and when do you open`. */
const JOINED = /\s+(?:and|also|y|e|et|und|en|и|ve|و)\s+/giu;
const FEW_WORDS = 4;

/** Whether a sentence wants an answer: it asks, or names a subject in a few words (`shipping to Spain`). */
export function isAsking(sentence: string): boolean {
  if (/[?？؟]["'”’»)]?\s*$/u.test(sentence)) return true;
  const words = plain(sentence);
  return BEGINS.test(words) || ASKS_UNSPACED.test(sentence) || words.split(' ').length <= FEW_WORDS;
}

/** Takes a sentence apart where a second question begins in it, each half with an asking word of its own. */
export function questionsIn(sentence: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of sentence.matchAll(JOINED)) {
    const [before, after] = [sentence.slice(from, match.index), sentence.slice(match.index + match[0].length)];
    if (!BEGINS.test(plain(before)) || !BEGINS.test(plain(after))) continue;
    parts.push(before.trim());
    from = match.index + match[0].length;
  }
  return [...parts, sentence.slice(from).trim()];
}
