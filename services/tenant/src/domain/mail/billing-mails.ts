import type { MailLanguage } from '../company/deletion-mails.js';
import { moneyText } from '#contracts';
import { mailedName } from '../names.js';
import type { Mail } from './mail.js';

/** A limit that is near or met. @see quotaWarned of the contracts */
export interface QuotaNews {
  meter: 'messages' | 'aiReplies' | 'contacts' | 'outlets' | 'users' | 'documents';
  level: 80 | 100;
  limit: number;
  used: number;
  stopped: boolean;
}

const QUOTA_WORDS = {
  en: {
    near: 'A limit of your plan is near',
    full: 'A limit of your plan is used up',
    intro: 'This is what your company has used of its plan:',
    line: (meter: string, used: string, limit: string, percent: number) => `${meter}: ${used} of ${limit} (${percent} %).`,
    meters: {
      messages: 'Messages of this month',
      aiReplies: 'Answers of the assistant in this month',
      contacts: 'Contacts',
      outlets: 'WhatsApp numbers',
      users: 'People and open invitations',
      documents: 'Documents',
    },
    stopped: {
      messages: 'No more messages leave until the next month, a larger plan, or money in the deposit.',
      aiReplies: 'The assistant answers no more until the next month, a larger plan, or money in the deposit. Questions go to your people.',
      contacts: 'No more can be added. Customers who write to you still become contacts.',
      outlets: 'No more can be added.',
      users: 'No more can be added.',
      documents: 'No more can be added.',
    },
    paid: 'What is beyond it is paid from your deposit.',
    always: 'What customers write always arrives, whatever the plan.',
    link: 'See what is used, and choose a larger plan:',
  },
  es: {
    near: 'Su plan se acerca a un límite',
    full: 'Su plan ha llegado a un límite',
    intro: 'Esto es lo que su empresa ha usado de su plan:',
    line: (meter: string, used: string, limit: string, percent: number) => `${meter}: ${used} de ${limit} (${percent} %).`,
    meters: {
      messages: 'Mensajes de este mes',
      aiReplies: 'Respuestas del asistente en este mes',
      contacts: 'Contactos',
      outlets: 'Números de WhatsApp',
      users: 'Personas e invitaciones abiertas',
      documents: 'Documentos',
    },
    stopped: {
      messages: 'No saldrán más mensajes hasta el mes siguiente, un plan mayor o dinero en el depósito.',
      aiReplies:
        'El asistente no responderá más hasta el mes siguiente, un plan mayor o dinero en el depósito. Las preguntas van a su equipo.',
      contacts: 'No se pueden añadir más. Los clientes que le escriban siguen siendo contactos.',
      outlets: 'No se pueden añadir más.',
      users: 'No se pueden añadir más.',
      documents: 'No se pueden añadir más.',
    },
    paid: 'Lo que lo supere se paga con su depósito.',
    always: 'Lo que escriben los clientes llega siempre, sea cual sea el plan.',
    link: 'Vea lo usado y elija un plan mayor:',
  },
} as const;

/** @param warnings of one moment; of each meter the highest is told @param link to the page of the plan */
export function quotaWarnedMail(to: string, language: MailLanguage, warnings: readonly QuotaNews[], link: string): Mail {
  const words = QUOTA_WORDS[language];
  const number = new Intl.NumberFormat(language);
  const highest = new Map(warnings.toSorted((a, b) => a.level - b.level).map((warning) => [warning.meter, warning]));
  const lines = [...highest.values()].flatMap(({ meter, level, limit, used, stopped }) => [
    words.line(words.meters[meter], number.format(used), number.format(limit), Math.floor((used / limit) * 100)),
    ...(stopped ? [words.stopped[meter]] : level === 100 ? [words.paid] : []),
    '',
  ]);
  return {
    kind: 'quota-warned',
    to,
    subject: [...highest.values()].some(({ level }) => level === 100) ? words.full : words.near,
    text: [words.intro, '', ...lines, words.always, words.link, link, ''].join('\n'),
  };
}

const TOP_UP_WORDS = {
  en: {
    subject: 'Your deposit could not be topped up',
    what: (amount: string) => `We tried to charge ${amount} for your deposit, and the payment failed.`,
    why: 'The payment provider says',
    again: 'We try again in some hours. Until then messages beyond your plan leave only as long as the deposit lasts.',
    off: 'It failed several times, so the automatic top-up is off now. Check your payment method, and switch it on again here:',
    link: 'You can also pay into the deposit yourself:',
  },
  es: {
    subject: 'No se pudo recargar su depósito',
    what: (amount: string) => `Intentamos cobrar ${amount} para su depósito y el pago falló.`,
    why: 'El proveedor de pagos dice',
    again:
      'Lo intentaremos de nuevo en unas horas. Hasta entonces los mensajes más allá de su plan salen solo mientras alcance el depósito.',
    off: 'Falló varias veces, así que la recarga automática está desactivada. Revise su método de pago y actívela de nuevo aquí:',
    link: 'También puede pagar usted mismo en el depósito:',
  },
} as const;

/** @param link to the page of the deposit */
export function topUpFailedMail(
  to: string,
  language: MailLanguage,
  { amount, reason, isOff }: { amount: { amountMinor: number; currency: string }; reason: string; isOff: boolean },
  link: string,
): Mail {
  const words = TOP_UP_WORDS[language];
  return {
    kind: 'top-up-failed',
    to,
    subject: words.subject,
    text: [
      words.what(moneyText(amount.amountMinor, amount.currency)),
      `${words.why}: ${mailedName(reason)}`,
      '',
      ...(isOff ? [words.off] : [words.again, words.link]),
      link,
      '',
    ].join('\n'),
  };
}

const INVOICE_WORDS = {
  en: {
    issued: (number: string) => `Invoice ${number}`,
    reminder: (number: string) => `Invoice ${number} is due soon`,
    suspended: (number: string) => `Invoice ${number} was not paid`,
    what: (number: string, amount: string, day: string) => `Invoice ${number} is of ${amount}. It is to be paid by ${day}.`,
    stopped:
      'It was not paid in time: no message leaves and the assistant answers no more until it is. What customers write still arrives.',
    link: 'See your invoices:',
  },
  es: {
    issued: (number: string) => `Factura ${number}`,
    reminder: (number: string) => `La factura ${number} vence pronto`,
    suspended: (number: string) => `La factura ${number} no se ha pagado`,
    what: (number: string, amount: string, day: string) => `La factura ${number} es de ${amount}. Debe pagarse antes del ${day}.`,
    stopped:
      'No se pagó a tiempo: hasta que se pague no sale ningún mensaje ni responde el asistente. Lo que escriben los clientes sigue llegando.',
    link: 'Vea sus facturas:',
  },
} as const;

/** @param link to the page of the invoices */
export function invoiceDueMail(
  to: string,
  language: MailLanguage,
  invoice: {
    number: string;
    what: 'issued' | 'reminder' | 'suspended';
    total: { amountMinor: number; currency: string };
    dueAt: string;
  },
  link: string,
): Mail {
  const words = INVOICE_WORDS[language];
  const { what, total, dueAt } = invoice;
  const number = mailedName(invoice.number);
  return {
    kind: 'invoice-due',
    to,
    subject: words[what](number),
    text: [
      words.what(number, moneyText(total.amountMinor, total.currency), dueAt.slice(0, 10)),
      ...(what === 'suspended' ? [words.stopped] : []),
      '',
      words.link,
      link,
      '',
    ].join('\n'),
  };
}
