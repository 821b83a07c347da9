import { handoff, type Handoff } from './answer.js';
import { questionsIn } from './asking.js';
import { chosenSubject } from './chosen-subject.js';
import { answerSmallTalk, saidIn, type SmallTalk } from './small-talk.js';
import { plain } from './words.js';

export type Triage =
  | Handoff
  | SmallTalk
  /** `attempts`: what to look up, in order, until something is found. Each attempt has one or more questions. */
  | { kind: 'question'; text: string; attempts: string[][] };

/** What goes before a question, and comes with it. */
export interface Talk {
  /** Oldest first. */
  history: readonly { author: string; text: string }[];
  /** The type of a message in the question that only eyes or ears understand: a photo, a place, a recording. */
  unseen?: string | undefined;
}

const MAX_PARTS = 6;

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

/**
 * Decides before any search what a customer's message needs: a person, a greeting, thanks, or an answer. What goes with a photo or a place is
 * about it: its caption alone is no question that the knowledge could answer.
 *
 * @param question what was written since the last answer, joined by line breaks
 */
export function triage(question: string, escalationKeywords: readonly string[], { history, unseen }: Talk = { history: [] }): Triage {
  const lines = question
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const said = lines.filter((line) => !PLACEHOLDER.test(line) || saidIn(line) !== 'other');
  if (said.length === 0) return { ...handoff('unsupported_message', lines.join(' ')), ...(unseen ? { unseen } : {}) };

  const text = plain(said.join('\n'));
  const keyword = escalationKeywords.find((each) => plain(each) !== '' && ` ${text} `.includes(` ${plain(each)} `));
  if (keyword) return handoff('escalation_keyword', keyword);
  if ([text, ...said.map(plain)].some((each) => ASKS_FOR_A_PERSON.some((pattern) => pattern.test(each)))) {
    return handoff('customer_asked');
  }

  if (unseen) return { ...handoff('unsupported_message', `[${unseen}]`), unseen };

  const chosen = chosenSubject(said, history.findLast(({ author }) => author !== 'customer')?.text);
  if (chosen) return questionOf([chosen]);
  const asked = said.filter((line) => saidIn(line) === 'other');
  if (asked.length > 0) return questionOf(asked);
  return answerSmallTalk(said, history.findLast(({ author }) => author !== 'customer')?.text) ?? questionOf(said);
}

const questionOf = (lines: readonly string[]): Triage => ({ kind: 'question', text: lines.join('\n'), attempts: attemptsOf(lines) });

/**
 * Splits a burst into its questions, because no passage holds the words of several questions at once. The other sentences are added when the
 * questions alone find nothing.
 */
function attemptsOf(lines: readonly string[]): string[][] {
  const whole = lines.join('\n');
  const sentences = lines
    .flatMap((line) => line.split(/(?<=[?？؟])\s*(?=\S)/))
    .flatMap(questionsIn)
    .filter((sentence) => plain(sentence) !== '');
  const questions = sentences.filter((sentence) => /[?？؟]$/.test(sentence.trim()) || (sentences.length > 1 && lines.length === 1));
  const few = (parts: readonly string[]): boolean => parts.length > 0 && parts.length <= MAX_PARTS && parts.join('\n') !== whole;
  if (few(questions)) return [questions, [whole]];
  return few(sentences) || (sentences.length > 1 && sentences.length <= MAX_PARTS) ? [[whole], sentences] : [[whole]];
}
