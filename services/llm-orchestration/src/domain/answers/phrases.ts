export interface Phrases {
  greeting: string;
  thanks: string;
  /** The customer needs nothing more. */
  closing: string;
  /** What the customer wrote says nothing by itself. */
  unclear: string;
  /** Before the title of the document that an answer is quoted from. */
  source: string;
  /** Before a list of subjects, one of which the customer means. */
  which: string;
  /** Names what was asked and not found, `{questions}`, and offers a person. */
  open: string;
}

/** By ISO 639-1 code. */
const PHRASES: Readonly<Record<string, Phrases>> = {
  en: {
    greeting: 'Hello! How can I help you?',
    thanks: 'Glad to help! Is there anything else you would like to know?',
    closing: 'All right! Just write here whenever you need anything.',
    unclear: 'What would you like to know? Tell me in a few words, please.',
    source: 'From',
    which: 'Which of these do you mean?',
    open: 'I am not sure about {questions}. Shall I connect you to a colleague?',
  },
  es: {
    greeting: '¡Hola! ¿En qué puedo ayudarte?',
    thanks: '¡Con gusto! ¿Hay algo más que quieras saber?',
    closing: '¡De acuerdo! Escríbenos por aquí cuando necesites algo.',
    unclear: '¿Qué te gustaría saber? Cuéntamelo en pocas palabras, por favor.',
    source: 'Fuente',
    which: '¿A cuál de estos temas te refieres?',
    open: 'No estoy seguro sobre {questions}. ¿Te comunico con un colega?',
  },
  pt: {
    greeting: 'Olá! Como posso ajudar?',
    thanks: 'Fico feliz em ajudar! Posso ajudar em mais alguma coisa?',
    closing: 'Combinado! É só escrever por aqui quando precisar de algo.',
    unclear: 'O que você gostaria de saber? Conte em poucas palavras, por favor.',
    source: 'Fonte',
    which: 'Qual destes assuntos você quer dizer?',
    open: 'Não tenho certeza sobre {questions}. Quer falar com um atendente?',
  },
  fr: {
    greeting: 'Bonjour ! Comment puis-je vous aider ?',
    thanks: 'Avec plaisir ! Puis-je vous aider pour autre chose ?',
    closing: 'Très bien ! Écrivez-nous ici dès que vous avez besoin de quelque chose.',
    unclear: 'Que souhaitez-vous savoir ? Dites-le-moi en quelques mots, s’il vous plaît.',
    source: 'Source',
    which: 'Lequel de ces sujets vous intéresse ?',
    open: 'Je ne suis pas sûr pour {questions}. Souhaitez-vous parler à un conseiller ?',
  },
  de: {
    greeting: 'Hallo! Wie kann ich Ihnen helfen?',
    thanks: 'Gern geschehen! Kann ich sonst noch etwas für Sie tun?',
    closing: 'Alles klar! Schreiben Sie uns hier, wann immer Sie etwas brauchen.',
    unclear: 'Was möchten Sie wissen? Sagen Sie es mir bitte in ein paar Worten.',
    source: 'Quelle',
    which: 'Was davon meinen Sie?',
    open: 'Zu {questions} bin ich nicht sicher. Möchten Sie mit einem Kollegen sprechen?',
  },
  it: {
    greeting: 'Ciao! Come posso aiutarti?',
    thanks: 'Con piacere! C’è altro che vorresti sapere?',
    closing: 'Va bene! Scrivici qui quando hai bisogno di qualcosa.',
    unclear: 'Che cosa vorresti sapere? Dimmelo in poche parole, per favore.',
    source: 'Fonte',
    which: 'Quale di questi argomenti intendi?',
    open: 'Non sono sicuro riguardo a {questions}. Vuoi parlare con un operatore?',
  },
  hi: {
    greeting: 'नमस्ते! मैं आपकी कैसे मदद कर सकता हूँ?',
    thanks: 'खुशी हुई! क्या आप और कुछ जानना चाहेंगे?',
    closing: 'ठीक है! जब भी ज़रूरत हो, यहाँ लिखिए।',
    unclear: 'आप क्या जानना चाहेंगे? कृपया कुछ शब्दों में बताइए।',
    source: 'स्रोत',
    which: 'इनमें से आप किसके बारे में पूछ रहे हैं?',
    open: '{questions} के बारे में मुझे ठीक से पता नहीं है। क्या आप किसी सहकर्मी से बात करना चाहेंगे?',
  },
};

/** @param language BCP 47; English for one without phrases here */
export const phrasesOf = (language: string): Phrases => PHRASES[language.slice(0, 2).toLowerCase()] ?? PHRASES.en!;

/** Whether a text is one of our own phrases of these kinds, in whatever language. */
export const isPhrase = (text: string, ...kinds: readonly (keyof Phrases)[]): boolean =>
  Object.values(PHRASES).some((phrases) => kinds.some((kind) => phrases[kind] === text));
