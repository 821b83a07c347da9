import { handoff, type Handoff } from './answer.js';
import { isPhrase } from './phrases.js';
import { plain } from './words.js';

/** What a line says that asks nothing; `other` for one that may ask something. */
type Said = 'greeting' | 'thanks' | 'fine' | 'yes' | 'no' | 'bye' | 'laugh' | 'emoji' | 'dislike' | 'sign' | 'other';

export type SmallTalk = { kind: 'greeting' | 'thanks' | 'closing' | 'unclear' };

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter(Boolean));

export const GREETING =
  set(`hi hello hey hiya heya greetings hola buenas buenos ola oi bom boa bonjour bonsoir salut coucou hallo moin servus guten
  ciao salve buongiorno buonasera namaste namaskar नमस्ते नमस्कार good hii hiii helo`);
const GRATEFUL =
  set(`thanks thank thx ty tks cheers gracias obrigado obrigada obg valeu merci danke dank dankeschon grazie धन्यवाद शुक्रिया shukriya
  dhanyavad`);
const FINE = set('ok okay okey perfect perfecto perfeito parfait perfekt perfetto great');
/** As good as "ok" from a customer. */
const AGREED =
  set(`okk oki k kk cool nice super genial vale dale listo entendido entendi understood alright beleza blz certo claro excelente excellent bueno
  bem bien gut prima klar capito`);
export const THANKS: ReadonlySet<string> = new Set([...GRATEFUL, ...FINE]);
export const SMALL_WORDS =
  set(`there all everyone team again morning afternoon evening day dias dia tardes tarde noches noite a todos todas tag abend morgen
  zusammen you u so very much a lot muchas muchos mil muito muita beaucoup vielen schon sehr tante mille bien for the your help por tu su ayuda pela ajuda
  pour votre aide fur die hilfe per aiuto que tal como estas how are si vale that is was well`);

const HOW_ARE_YOU =
  /^(how are you|how is it going|que tal|como estas|como esta|tudo bem|comment allez vous|ca va|wie geht es ihnen|wie gehts|come stai|come va)$/;
const ALL_RIGHT = /^(ok )?(all right|got it|alles klar|alles gut|de acuerdo|d accord|esta bien|esta bem|ta bom|tudo certo|va bene)$/;
const YES = set('yes yeah yep yup yess sure si sip sim oui ouais ja jawohl jep haan');
const NO = set('no nope nah nop nee nao non nein nada nothing none nichts rien');
const BYE =
  /^(bye|bye bye|byebye|goodbye|good bye|good night|cya|see you|see ya|see you (soon|later)|have a (nice|good|great) (day|one|evening|weekend)|take care|adios|chao|chau|hasta (luego|pronto|manana|la proxima)|nos vemos|que (tenga|tengas|tengan) (un )?buen dia|buen dia|tchau|xau|ate (logo|mais|breve|amanha)|au revoir|a (bientot|plus|demain)|bonne (journee|soiree|nuit)|tschuss|tschuess|tschau|auf wiedersehen|wiedersehen|bis (bald|dann|spater|morgen)|schonen (tag|abend)( noch)?|gute nacht|arrivederci|a presto|buona (giornata|serata|notte))$/;
const NOTHING_MORE =
  /^(that is all|that s all|that was all|thats all|that will be all|nothing else|nothing more|all good|i m good|im good|i am good|i m fine|no need|not now|not really|not at the moment|eso es tod[oa]|es tod[oa]|seria tod[oa]|nada mas|asi esta bien|esta bien|tod[oa] bien|por ahora no|ahora no|so isso|e so isso|era so isso|nada mais|mais nada|esta bem|ta bom|tudo bem|tudo certo|por enquanto nao|por enquanto|agora nao|c est tout|ca sera tout|rien d autre|rien de plus|ca ira|pas maintenant|pas pour le moment|das war alles|das wars|das war s|das ist alles|alles gut|sonst nichts|mehr nicht|nicht jetzt|im moment nicht|e tutto|nient altro|per ora no|for now|por ahora|por hoy|pour l instant|im moment)$/;
const LAUGHS = /^(l+o+l+|lmao|lmfao|rofl|xd+|mdr+|ptdr|k{3,}|(rs)+|a*(ha){2,}h?|ha|a?(je|ji|ja|hi|he|hue){2,}j?h?)$/;
const POLITE =
  set(`please pls por favor svp s il vous te plait bitte per favore much you so very lot a mil muchas muito muita beaucoup vielen schon
  then pues entonces entao alors dann mas e and y et und`);
const DISLIKES = /[👎😠😡🤬😤😒🙄💩🖕]/u;
const PICTURES = /\p{Extended_Pictographic}|\p{Regional_Indicator}/u;

const MAX_WORDS = 7;

/** What a line says, where it is nothing but small talk. `[sticker]` stands for one. */
export function saidIn(line: string): Said {
  if (line === '[sticker]') return 'emoji';
  if (line === '[request_welcome]') return 'greeting';
  const text = plain(line);
  // What is left of some pictures is the mark that makes them coloured.
  if (!/[\p{L}\p{N}]/u.test(text)) return DISLIKES.test(line) ? 'dislike' : PICTURES.test(line) ? 'emoji' : 'sign';
  if (HOW_ARE_YOU.test(text)) return 'greeting';
  if (ALL_RIGHT.test(text)) return 'fine';
  const words = text.split(' ');
  if (words.length > MAX_WORDS || (/[?？]/.test(line) && words.length > 1 && !words.some((word) => GREETING.has(word)))) return 'other';
  if (words.every((word) => LAUGHS.test(word))) return 'laugh';
  return farewellOf(words) ?? greetingOf(words);
}

/** Yes, no, or a good-bye, with or without thanks around it. */
function farewellOf(words: readonly string[]): Said | undefined {
  if (BYE.test(words.join(' ')) || NOTHING_MORE.test(words.join(' '))) return BYE.test(words.join(' ')) ? 'bye' : 'no';
  const isAside = (word: string | undefined): boolean => word !== undefined && (GRATEFUL.has(word) || POLITE.has(word) || word === 'ok');
  const [first] = words.filter((word) => !isAside(word));
  const says = first === undefined ? undefined : NO.has(first) ? 'no' : YES.has(first) ? 'yes' : undefined;
  let from = says === undefined ? 0 : words.indexOf(first!) + 1;
  let to = words.length;
  while (isAside(words[from])) from++;
  while (to > from && isAside(words[to - 1])) to--;
  const rest = words.slice(from, to);
  if (rest.every((word) => (says === 'no' ? NO : YES).has(word))) return says;
  if (BYE.test(rest.join(' '))) return 'bye';
  return NOTHING_MORE.test(rest.join(' ')) && says !== 'yes' ? 'no' : undefined;
}

function greetingOf(words: readonly string[]): Said {
  if (words.every((word) => AGREED.has(word) || FINE.has(word))) return 'fine';
  if (!words.every((word) => GREETING.has(word) || THANKS.has(word) || AGREED.has(word) || SMALL_WORDS.has(word))) return 'other';
  if (words.some((word) => GREETING.has(word) && word !== 'good')) return 'greeting';
  if (words.some((word) => GRATEFUL.has(word))) return 'thanks';
  if (words.some((word) => FINE.has(word) || AGREED.has(word))) return 'fine';
  return words[0] === 'good' && words.length > 1 ? 'greeting' : 'other';
}

/** Our side asked whether the answer was one. */
const ASKED_WHETHER_IT_HELPED =
  /\b(did|does|was|is|has) (this|that|it|my answer|the answer)\b.*\b(help\w*|answer\w*|useful|solve\w*)|\b(te|le|lo) (ayud|sirv|result)\w*|\b(resolvi|respondi|fue util|es util|foi util|isso (ajud|respond|resolv))\w*|\b(cela|ca) .*\b(aide|repond|utile)\w*|\bhat .*\b(geholfen|beantwortet)|\b(hilfreich|stato utile)\b/;
/** Our side offered a person. */
const OFFERED =
  /\b(person|human|agent|colleague|representative|team|persona|humano|agente|asesor|equipo|colega|pessoa|atendente|equipe|personne|humain|conseiller|mitarbeiter|mensch\w*|kolleg\w*|operatore)\b|सहकर्मी|व्यक्ति/;
const WITH_THEM =
  /\b(connect|talk|speak|transfer|pass|put|hand|prefer|hablar|hable|comunic\w*|pas[aeo]\w*|conect\w*|transfer\w*|falar|parler|passer|mett\w*|sprechen|reden|verbinden|parlare)\b|बात/;

/**
 * What small talk wants, by what our side said before it: after an answer it ends politely, and where nothing was said yet the customer is
 * greeted. A "no" to "Did this help you?" and a "yes" to "Shall I connect you to a colleague?" bring a person.
 *
 * @param lines none of them `other`
 * @param before what our side said last
 * @returns undefined where it answers a question of ours that only the knowledge, or a model, can go on with
 */
export function answerSmallTalk(lines: readonly string[], before: string | undefined): SmallTalk | Handoff | undefined {
  const said = new Set(lines.map(saidIn));
  if (before === undefined) {
    if (said.has('greeting')) return { kind: 'greeting' };
    if (said.has('thanks')) return { kind: 'thanks' };
    return { kind: said.has('bye') ? 'closing' : 'greeting' };
  }
  const asked = /[?？][^\p{L}]*$/u.test(before) ? plain(before) : '';
  const isOurs = isPhrase(before, 'greeting', 'thanks', 'closing', 'unclear');
  if (said.has('yes')) {
    if (OFFERED.test(asked) && WITH_THEM.test(asked)) return handoff('customer_asked', 'the customer accepted the offer of a person');
    if (isOurs) return asked ? { kind: 'unclear' } : { kind: 'closing' };
    return asked ? undefined : { kind: 'thanks' };
  }
  const doesNotUnderstand = said.has('dislike') || (said.size === 1 && said.has('sign'));
  if (doesNotUnderstand) {
    return isPhrase(before, 'unclear') ? handoff('no_answer', 'the customer does not get on with the assistant') : { kind: 'unclear' };
  }
  if (said.has('no') && !isOurs && ASKED_WHETHER_IT_HELPED.test(asked)) return handoff('no_answer', 'the answer did not help the customer');
  if (said.has('no') || said.has('bye') || said.has('laugh')) return { kind: 'closing' };
  if (said.has('greeting')) return { kind: 'greeting' };
  return { kind: isPhrase(before, 'thanks', 'closing') ? 'closing' : 'thanks' };
}
