import { handoff, type Handoff } from './answer.js';
import { plain } from './words.js';

export type Triage =
  | Handoff
  | { kind: 'greeting' }
  | { kind: 'thanks' }
  /** `attempts`: what to look up, in order, until something is found. Each attempt has one or more questions. */
  | { kind: 'question'; text: string; attempts: string[][] };

const MAX_PARTS = 3;

/** `[image]`: the placeholder for a message without text. */
const PLACEHOLDER = /^\[[a-z_]+\]$/;

/**
 * Somebody asks for a person. Written over {@link plain} text. A pattern names both the wish (speak to, connect, want) and the
 * person, so that "do your agents deliver?" stays a question; the bare word counts when it is the whole message.
 */
const ASKS_FOR_A_PERSON: readonly RegExp[] = [
  /\b(talk|speak|chat|write|connect|transfer|put me|get me|pass me)( \w+){0,2} (to|with|through)( \w+){0,3} (human|humans|person|people|agent|someone|somebody|representative|operator|manager|supervisor|advisor|staff|support|team|employee|customer service|customer care)\b/,
  /\b(want|need|like|get me|give me|prefer)( \w+){0,3} (human|real person|live agent|human agent|representative|operator)\b/,
  /\b(want|need|like|get me|give me|prefer) (an agent|a person)\b/,
  /\b(human|live|real) (agent|person|support|being|operator|chat)\b/,
  /\b(hablar|habla|hable|chatear|comunicar\w*|comunicarme|contactar\w*|pasar\w*|pasame|paseme|conectar\w*)( \w+){0,2} (persona|personas|humano|humana|agente|asesor|asesora|operador|operadora|representante|alguien|encargado|ejecutivo)\b/,
  /\b(quiero|necesito|quisiera|prefiero)( \w+){0,2} (persona real|humano|agente|asesor|asesora|operador|operadora|representante)\b/,
  /\b(persona real|agente humano|asesor humano|atencion humana)\b/,
  /\b(falar|conversar|fala|fale)( \w+){0,3} (pessoa|pessoas|humano|humana|atendente|agente|alguem|operador|operadora|gerente)\b/,
  /\b(quero|preciso|gostaria)( \w+){0,2} (pessoa real|humano|atendente|operador)\b/,
  /\b(atendente humano|pessoa real|atendimento humano)\b/,
  /\b(parler|discuter|echanger)( \w+){0,3} (humain|humaine|personne|agent|conseiller|conseillere|operateur|quelqu un|responsable)\b/,
  /\b(veux|voudrais|besoin)( \w+){0,3} (humain|conseiller|conseillere|agent|operateur|vraie personne)\b/,
  /\bmit( \w+){0,3} (menschen|mensch|mitarbeiter|mitarbeiterin|person|jemandem|jemand|berater|beraterin|agenten|kundenservice)( \w+){0,2} (sprechen|reden|chatten|verbinden|verbunden|telefonieren)\b/,
  /\b(sprechen|reden|verbinden|spreche)( \w+){0,3} mit( \w+){0,3} (menschen|mensch|mitarbeiter|mitarbeiterin|person|jemandem|berater|agenten)\b/,
  /\b(echten?|echter) (mensch|menschen|person|mitarbeiter)\b/,
  /\b(parlare|parli|chattare|parlo)( \w+){0,3} (persona|umano|umana|operatore|operatrice|agente|qualcuno|responsabile)\b/,
  /\b(voglio|vorrei)( \w+){0,2} (operatore|operatrice|umano|persona reale)\b/,
  /\b(insaan|insan|agent|vyakti|aadmi|representative) se (baat|bat)\b/,
  /(इंसान|व्यक्ति|एजेंट|प्रतिनिधि|आदमी|किसी) से बात/,
  /^(please )?(human|agent|operator|representative|person|real person|persona|humano|humana|agente|asesor|operador|atendente|humain|conseiller|operateur|mensch|mitarbeiter|operatore|umano|support)( please| por favor| bitte| svp| per favore)?$/,
];

export const GREETING = new Set(
  `hi hello hey hiya heya greetings hola buenas buenos ola oi bom boa bonjour bonsoir salut coucou hallo moin servus guten ciao salve buongiorno
  buonasera namaste namaskar नमस्ते नमस्कार good hii hiii helo`.split(/\s+/),
);
export const THANKS = new Set(
  `thanks thank thx ty cheers gracias obrigado obrigada valeu merci danke dank dankeschon grazie धन्यवाद शुक्रिया shukriya dhanyavad ok okay okey
  perfect perfecto perfeito parfait perfekt perfetto great`.split(/\s+/),
);
const HOW_ARE_YOU =
  /^(how are you|how is it going|que tal|como estas|como esta|tudo bem|comment allez vous|ca va|wie geht es ihnen|wie gehts|come stai|come va)$/;
export const SMALL_WORDS = new Set(
  `there all everyone team again morning afternoon evening day dias dia tardes tarde noches noite a todos todas tag abend morgen zusammen you u
  so very much a lot muchas muchos mil muito muita beaucoup vielen schon sehr tante mille bien for the your help por tu su ayuda pela ajuda
  pour votre aide fur die hilfe per aiuto que tal como estas how are si vale that is was well
  `.split(/\s+/),
);

/**
 * Decides before any search what a customer's message needs: a person, a greeting, thanks, or an answer.
 *
 * @param question what was written since the last answer, joined by line breaks
 */
export function triage(question: string, escalationKeywords: readonly string[]): Triage {
  const lines = question
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const said = lines.filter((line) => !PLACEHOLDER.test(line));
  if (said.length === 0) return handoff('unsupported_message', lines.join(' '));

  const text = plain(said.join('\n'));
  const keyword = escalationKeywords.find((each) => plain(each) !== '' && ` ${text} `.includes(` ${plain(each)} `));
  if (keyword) return handoff('escalation_keyword', keyword);
  if ([text, ...said.map(plain)].some((each) => ASKS_FOR_A_PERSON.some((pattern) => pattern.test(each)))) {
    return handoff('customer_asked');
  }

  const asked = said.filter((line) => kindOf(line) === 'other');
  if (asked.length === 0) return { kind: said.some((line) => kindOf(line) === 'greeting') ? 'greeting' : 'thanks' };
  return { kind: 'question', text: asked.join('\n'), attempts: attemptsOf(asked) };
}

function kindOf(line: string): 'greeting' | 'thanks' | 'other' {
  const words = plain(line).split(' ').filter(Boolean);
  // A message without words (👍) counts as thanks.
  if (words.length === 0) return 'thanks';
  if (HOW_ARE_YOU.test(words.join(' '))) return 'greeting';
  if (words.length > 7 || !words.every((word) => GREETING.has(word) || THANKS.has(word) || SMALL_WORDS.has(word))) return 'other';
  if (words.some((word) => GREETING.has(word) && word !== 'good')) return 'greeting';
  if (words.some((word) => THANKS.has(word))) return 'thanks';
  return words[0] === 'good' && words.length > 1 ? 'greeting' : 'other';
}

/**
 * Splits a burst into its questions, because no passage holds the words of several questions at once. The other sentences are added when the
 * questions alone find nothing.
 */
function attemptsOf(lines: readonly string[]): string[][] {
  const whole = lines.join('\n');
  const sentences = lines.flatMap((line) => line.split(/(?<=[?？])\s+/)).filter((sentence) => plain(sentence) !== '');
  const questions = sentences.filter((sentence) => /[?？]$/.test(sentence.trim()));
  const few = (parts: readonly string[]): boolean => parts.length > 0 && parts.length <= MAX_PARTS && parts.join('\n') !== whole;
  if (few(questions)) return [questions, [whole]];
  return few(sentences) || (sentences.length > 1 && sentences.length <= MAX_PARTS) ? [[whole], sentences] : [[whole]];
}
