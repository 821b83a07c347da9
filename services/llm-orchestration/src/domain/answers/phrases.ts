interface Phrases {
  greeting: string;
  thanks: string;
  /** Before the title of the document that an answer is quoted from. */
  source: string;
}

/** By ISO 639-1 code. */
const PHRASES: Readonly<Record<string, Phrases>> = {
  en: { greeting: 'Hello! How can I help you?', thanks: 'Glad to help! Is there anything else you would like to know?', source: 'From' },
  es: { greeting: '¡Hola! ¿En qué puedo ayudarte?', thanks: '¡Con gusto! ¿Hay algo más que quieras saber?', source: 'Fuente' },
  pt: { greeting: 'Olá! Como posso ajudar?', thanks: 'Fico feliz em ajudar! Posso ajudar em mais alguma coisa?', source: 'Fonte' },
  fr: {
    greeting: 'Bonjour ! Comment puis-je vous aider ?',
    thanks: 'Avec plaisir ! Puis-je vous aider pour autre chose ?',
    source: 'Source',
  },
  de: { greeting: 'Hallo! Wie kann ich Ihnen helfen?', thanks: 'Gern geschehen! Kann ich sonst noch etwas für Sie tun?', source: 'Quelle' },
  it: { greeting: 'Ciao! Come posso aiutarti?', thanks: 'Con piacere! C’è altro che vorresti sapere?', source: 'Fonte' },
  hi: { greeting: 'नमस्ते! मैं आपकी कैसे मदद कर सकता हूँ?', thanks: 'खुशी हुई! क्या आप और कुछ जानना चाहेंगे?', source: 'स्रोत' },
};

/** @param language BCP 47; English for one without phrases here */
export const phrasesOf = (language: string): Phrases => PHRASES[language.slice(0, 2).toLowerCase()] ?? PHRASES.en!;
