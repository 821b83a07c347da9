export const RATINGS = [1, 2, 3, 4, 5] as const;
export const SERVED_BY = ['people', 'bot', 'both'] as const;
export type ServedBy = (typeof SERVED_BY)[number];
export const SURVEY_LANGUAGES = ['en', 'es', 'pt', 'fr', 'de'] as const;
export type SurveyLanguage = (typeof SURVEY_LANGUAGES)[number];

/** A tenant's own words; null: ours. */
export interface SurveyTexts {
  question: string | null;
  thanks: string | null;
}

/** Whether and how customers are asked after closing what they think of the help they got. */
export interface SurveySettings {
  enabled: boolean;
  /** Whose conversations: those that people had, those that the bot had. */
  servedBy: ServedBy;
  /** Minutes after closing. */
  waitMinutes: number;
  /** A customer is asked at most once in so many days. */
  everyDays: number;
  /** Whether the customer is asked why. */
  asksComment: boolean;
  texts: Partial<Record<SurveyLanguage, SurveyTexts>>;
}

export type StoredSurveySettings = SurveySettings & { version: number };

export const DEFAULT_SURVEY: SurveySettings = {
  enabled: false,
  servedBy: 'both',
  waitMinutes: 0,
  everyDays: 7,
  asksComment: true,
  texts: {},
};

/** An hour less than the service window: who closes at once after the customer's last message can still ask. */
export const MAX_WAIT_MINUTES = 23 * 60;
export const MAX_EVERY_DAYS = 365;
/** Characters of the question and of the thanks. A list takes 4096. Source: Meta, "Interactive list messages". */
export const SURVEY_TEXT_LIMIT = 1024;

/** In words, a rating counts for so long after the question; pressed, it counts at any time. */
export const RATING_MS = 7 * 24 * 60 * 60_000;
/** After a rating the next text is the reason for it for so long. */
export const COMMENT_MS = 60 * 60_000;
/** Who gives a reason often does so in several messages. */
export const MORE_COMMENT_MS = 2 * 60_000;

interface Words {
  question: string;
  thanks: string;
  why: string;
  button: string;
  /** Of 1 to 5. At most 24 characters with the number. Source: Meta, "Interactive list messages". */
  ratings: readonly [string, string, string, string, string];
}

const WORDS: Readonly<Record<SurveyLanguage, Words>> = {
  en: {
    question: 'How was our help? Please choose from 1 to 5.',
    thanks: 'Thank you for your rating!',
    why: 'Would you like to tell us why? Just write it here.',
    button: 'Rate',
    ratings: ['Very poor', 'Poor', 'Fair', 'Good', 'Very good'],
  },
  es: {
    question: '¿Qué te pareció nuestra atención? Elige del 1 al 5.',
    thanks: '¡Gracias por tu calificación!',
    why: '¿Quieres contarnos por qué? Escríbelo aquí.',
    button: 'Calificar',
    ratings: ['Muy mala', 'Mala', 'Regular', 'Buena', 'Muy buena'],
  },
  pt: {
    question: 'O que você achou do nosso atendimento? Escolha de 1 a 5.',
    thanks: 'Obrigado pela sua avaliação!',
    why: 'Quer nos contar por quê? É só escrever aqui.',
    button: 'Avaliar',
    ratings: ['Muito ruim', 'Ruim', 'Regular', 'Bom', 'Muito bom'],
  },
  fr: {
    question: 'Qu’avez-vous pensé de notre aide ? Choisissez de 1 à 5.',
    thanks: 'Merci pour votre note !',
    why: 'Voulez-vous nous dire pourquoi ? Écrivez-le ici.',
    button: 'Noter',
    ratings: ['Très mauvaise', 'Mauvaise', 'Moyenne', 'Bonne', 'Très bonne'],
  },
  de: {
    question: 'Wie war unsere Hilfe? Bitte wählen Sie von 1 bis 5.',
    thanks: 'Vielen Dank für Ihre Bewertung!',
    why: 'Möchten Sie uns sagen, warum? Schreiben Sie es einfach hier.',
    button: 'Bewerten',
    ratings: ['Sehr schlecht', 'Schlecht', 'Mittelmäßig', 'Gut', 'Sehr gut'],
  },
};

/** What is said where the tenant wrote nothing of its own. */
export const defaultTexts = (asksComment: boolean): Record<SurveyLanguage, { question: string; thanks: string }> =>
  Object.fromEntries(
    SURVEY_LANGUAGES.map((language) => {
      const { question, thanks, why } = WORDS[language];
      return [language, { question, thanks: asksComment ? `${thanks} ${why}` : thanks }];
    }),
  ) as Record<SurveyLanguage, { question: string; thanks: string }>;

/** @param wanted BCP 47, the first that says something is taken; English for a language without words here */
export function surveyLanguage(...wanted: (string | null | undefined)[]): SurveyLanguage {
  const code = wanted
    .find((language) => language)
    ?.slice(0, 2)
    .toLowerCase();
  return SURVEY_LANGUAGES.find((language) => language === code) ?? 'en';
}

export const thanksOf = ({ texts, asksComment }: SurveySettings, language: SurveyLanguage): string =>
  texts[language]?.thanks ?? defaultTexts(asksComment)[language].thanks;

/** What the id of a row of ours begins with. */
export const SURVEY_REPLY = 'chasqui-survey:';
const REPLY = /^chasqui-survey:([0-9a-f-]{36}):([1-5])$/;

/** The question as the Cloud API takes it: a list, since buttons are three at most. The best stands first. */
export function surveyMessage(
  surveyId: string,
  { texts }: SurveySettings,
  language: SurveyLanguage,
): { type: 'interactive'; text: string; content: { type: 'interactive'; interactive: object } } {
  const { question, button, ratings } = WORDS[language];
  const body = texts[language]?.question ?? question;
  const rows = RATINGS.toReversed().map((rating) => ({
    id: `${SURVEY_REPLY}${surveyId}:${rating}`,
    title: `${rating} · ${ratings[rating - 1]}`,
  }));
  return {
    type: 'interactive',
    text: body,
    content: { type: 'interactive', interactive: { kind: 'list', body, button, sections: [{ rows }] } },
  };
}

/** What a customer pressed in one of our questions. @param raw a message as WhatsApp brought it */
export function pressedRating(raw: unknown): { surveyId: string; rating: number } | undefined {
  const { interactive } = (raw ?? {}) as { interactive?: { list_reply?: { id?: unknown } } | null };
  const id = interactive?.list_reply?.id;
  const [, surveyId, rating] = (typeof id === 'string' && REPLY.exec(id)) || [];
  return surveyId ? { surveyId, rating: Number(rating) } : undefined;
}
