import { GREETING, SMALL_WORDS, THANKS } from '../small-talk.js';
import { isSmallWord } from './language.js';
import { STOP } from '../words.js';

/** Words of courtesy, in the supported languages. A sentence with only these asserts nothing. */
const COURTESY = new Set(
  `help helping assist assistance welcome glad happy pleasure gladly question questions ask asking let know need anything else more further
  information details sorry apologies feel hesitate nice lovely dear hope helps hear contact reach chat moment
  ayudar ayudarte ayudarle ayudo gusto encanta encantado encantada placer pregunta preguntas duda dudas preguntar algo mas avisame avisa necesitas
  necesita informacion detalles perdon disculpa disculpe lamento bienvenido bienvenida favor dime quieras saber
  ajudar ajudo prazer feliz pergunta perguntas duvida duvidas perguntar algo mais avise precisa precisar informacoes detalhes desculpe vindo
  aider aide plaisir ravi ravie question demander autre chose besoin hesitez hesite informations details desole desolee bienvenue puis
  gern gerne helfen freue freut frage fragen noch etwas weiter weiterhelfen wissen melden brauchen informationen entschuldigung willkommen lasst lassen
  aiutare aiutarti aiutarla piacere lieto lieta domanda domande chiedere altro bisogno informazioni dettagli scusa scusi benvenuto`.split(
    /\s+/,
  ),
);

/** Words that agree or refuse: alone, they may confirm anything that the customer put into the question. */
const ASSENT = new Set(
  `yes yep yeah sure absolutely definitely certainly correct exactly indeed course agreed confirmed deal no nope not ok okay
  si claro correcto exacto exactamente efectivamente confirmado vale sim claro certo correto exatamente confirmado nao
  oui bien exactement effectivement confirme accord non ja jawohl nein genau richtig sicher naturlich selbstverstandlich stimmt einverstanden doch
  certo esatto corretto confermato confermo`.split(/\s+/),
);

export const isCourtesy = (plainWord: string): boolean => COURTESY.has(plainWord) || GREETING.has(plainWord) || THANKS.has(plainWord);
/** Words without content of their own. */
export const isEmpty = (plainWord: string): boolean =>
  STOP.has(plainWord) ||
  isSmallWord(plainWord) ||
  SMALL_WORDS.has(plainWord) ||
  ASSENT.has(plainWord) ||
  /^(?:s|t|m|d|re|ve|ll|c|l|j|n|qu|wo|ca)$/.test(plainWord);
export const isAssent = (plainWord: string): boolean => ASSENT.has(plainWord);
