import type { MailLanguage } from '../company/deletion-mails.js';
import { mailedName } from '../names.js';
import type { Mail } from './mail.js';

/** What became of one template. @see templateChanged of the contracts */
export interface TemplateNews {
  name: string;
  language: string;
  change: 'status' | 'quality' | 'category' | 'category_announced';
  from: string | null;
  to: string;
  reason?: string | null | undefined;
  effectiveAt?: string | null | undefined;
}

/** What was stopped. @see holdPlaced of the contracts */
export interface HoldNews {
  scope: 'app' | 'waba' | 'number' | 'template';
  /** The name of the number or the template, or the id of the account. */
  name: string;
  kind: 'auth' | 'stop';
  code: string;
  title: string;
}

/** Statuses in which a template that could be sent, or was to be, is not. */
const ENDED = ['REJECTED', 'PAUSED', 'DISABLED'] as const;

/** Whether somebody has to know without looking: it is sent no longer, or costs something else. */
export const isNews = ({ change, to }: TemplateNews): boolean =>
  change === 'category' || change === 'category_announced' || (change === 'status' && ENDED.some((each) => each === to));

const WORDS = {
  en: {
    subject: (count: number) => (count === 1 ? 'A message template has changed' : `${count} message templates have changed`),
    intro: 'WhatsApp has told us of message templates of your company:',
    REJECTED: 'was rejected and cannot be sent',
    PAUSED: 'was paused, because customers blocked or reported it; what is queued of it waits',
    DISABLED: 'was disabled and cannot be sent any more',
    category: (to: string, from: string) => `is now in the category ${to} (before: ${from}), which changes its price and whom it may reach`,
    announced: (to: string, day: string) =>
      `moves to the category ${to}${day ? ` on ${day}` : ' soon'}, which changes its price and whom it may reach`,
    reason: 'Reason',
    link: 'See what to do here:',
  },
  es: {
    subject: (count: number) => (count === 1 ? 'Una plantilla ha cambiado' : `${count} plantillas han cambiado`),
    intro: 'WhatsApp nos ha informado sobre plantillas de su empresa:',
    REJECTED: 'fue rechazada y no se puede enviar',
    PAUSED: 'está en pausa porque los clientes la bloquearon o denunciaron; lo que está en cola espera',
    DISABLED: 'fue desactivada y ya no se puede enviar',
    category: (to: string, from: string) =>
      `está ahora en la categoría ${to} (antes: ${from}), lo que cambia su precio y a quién puede llegar`,
    announced: (to: string, day: string) =>
      `pasará a la categoría ${to}${day ? ` el ${day}` : ' pronto'}, lo que cambia su precio y a quién puede llegar`,
    reason: 'Motivo',
    link: 'Vea aquí qué hacer:',
  },
} as const;

/** @param news of one moment; each is a line of the one mail @param about.link to the page of the templates */
export function templatesChangedMail(
  to: string,
  language: MailLanguage,
  news: readonly TemplateNews[],
  about: { link: string; timeZone: string },
): Mail {
  const words = WORDS[language];
  const day = (at: string): string =>
    new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: about.timeZone }).format(new Date(at));
  const what = ({ change, from, to: now, effectiveAt }: TemplateNews): string => {
    if (change === 'category') return words.category(now, from ?? '?');
    if (change === 'category_announced') return words.announced(now, effectiveAt ? day(effectiveAt) : '');
    return words[now as (typeof ENDED)[number]];
  };
  const lines = news.flatMap((each) => [
    `${each.name} (${each.language}) ${what(each)}.`,
    ...(each.reason ? [`${words.reason}: ${mailedName(each.reason)}`] : []),
    '',
  ]);
  return {
    kind: 'templates-changed',
    to,
    subject: words.subject(news.length),
    text: [words.intro, '', ...lines, words.link, about.link, ''].join('\n'),
  };
}

const HOLD_WORDS = {
  en: {
    subject: 'WhatsApp has stopped your messages',
    app: () => 'All numbers of your company have stopped sending.',
    waba: (name: string) => `The numbers of the WhatsApp account ${name} have stopped sending.`,
    number: (name: string) => `The number "${name}" has stopped sending.`,
    template: (name: string) => `The message template "${name}" is sent no longer.`,
    why: 'WhatsApp says',
    waits: 'What is queued waits and is not lost.',
    auth: 'It goes on when the number has another access token:',
    stop: 'It goes on when the cause is gone. What to do, and how to go on:',
  },
  es: {
    subject: 'WhatsApp ha detenido sus mensajes',
    app: () => 'Todos los números de su empresa han dejado de enviar.',
    waba: (name: string) => `Los números de la cuenta de WhatsApp ${name} han dejado de enviar.`,
    number: (name: string) => `El número «${name}» ha dejado de enviar.`,
    template: (name: string) => `La plantilla «${name}» ya no se envía.`,
    why: 'WhatsApp dice',
    waits: 'Lo que está en cola espera y no se pierde.',
    auth: 'Continúa cuando el número tenga otro token de acceso:',
    stop: 'Continúa cuando se resuelva la causa. Qué hacer y cómo continuar:',
  },
} as const;

/** @param link to where the holds stand */
export function holdPlacedMail(to: string, language: MailLanguage, hold: HoldNews, link: string): Mail {
  const words = HOLD_WORDS[language];
  return {
    kind: 'hold-placed',
    to,
    subject: words.subject,
    text: [
      words[hold.scope](mailedName(hold.name)),
      `${words.why}: ${mailedName(hold.title)} (${hold.code}).`,
      '',
      words.waits,
      words[hold.kind],
      link,
      '',
    ].join('\n'),
  };
}
