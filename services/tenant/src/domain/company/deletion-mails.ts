import type { Mail } from '../mail/mail.js';
import { mailedName } from '../names.js';

export type MailLanguage = 'en' | 'es';

/** What an owner is told of the end of their company. @param link of the page where it can be stopped */
export interface DeletionFacts {
  company: string;
  /** When it ends. */
  dueAt: Date;
  link: string;
  timeZone: string;
}

type Words = (company: string, day: string, link: string) => { subject: string; lines: string[] };

const TEXTS: Record<
  'company-deletion' | 'company-deletion-soon' | 'company-deletion-cancelled' | 'company-deleted',
  Record<MailLanguage, Words>
> = {
  'company-deletion': {
    en: (company, day, link) => ({
      subject: `${company} will be deleted on ${day}`,
      lines: [
        `An owner has asked to delete "${company}" with all its data.`,
        '',
        `Until ${day} everything goes on as before: messages come in and are`,
        'answered. Then its numbers are disconnected and all data is deleted for',
        'good. Each owner can stop this until then:',
        link,
      ],
    }),
    es: (company, day, link) => ({
      subject: `${company} se eliminará el ${day}`,
      lines: [
        `Una persona propietaria ha pedido eliminar "${company}" con todos sus datos.`,
        '',
        `Hasta el ${day} nada cambia: los mensajes llegan y se responden.`,
        'Después se desconectan sus números y todos los datos se eliminan para',
        'siempre. Cada propietario puede detenerlo hasta entonces:',
        link,
      ],
    }),
  },
  'company-deletion-soon': {
    en: (company, day, link) => ({
      subject: `${company} will be deleted in a few days`,
      lines: [
        `On ${day} "${company}" is deleted with all its data, for good.`,
        '',
        'Save a copy of the data, or stop the deletion here:',
        link,
      ],
    }),
    es: (company, day, link) => ({
      subject: `${company} se eliminará dentro de unos días`,
      lines: [
        `El ${day} "${company}" se elimina con todos sus datos, para siempre.`,
        '',
        'Guarde una copia de los datos o detenga la eliminación aquí:',
        link,
      ],
    }),
  },
  'company-deletion-cancelled': {
    en: (company, _day, link) => ({
      subject: `${company} will not be deleted`,
      lines: [`An owner has stopped the deletion of "${company}". Nothing was deleted.`, '', link],
    }),
    es: (company, _day, link) => ({
      subject: `${company} no se eliminará`,
      lines: [`Una persona propietaria ha detenido la eliminación de "${company}". No se ha eliminado nada.`, '', link],
    }),
  },
  'company-deleted': {
    en: (company) => ({
      subject: `${company} is deleted`,
      lines: [
        `"${company}" has ended on Chasqui. Its numbers are disconnected, nobody can`,
        'sign in to it, and its data is being deleted.',
        '',
        'What stays: the audit log, the days and sums of what was billed, and a record',
        'that the company was deleted. What was on its way goes within a few days.',
      ],
    }),
    es: (company) => ({
      subject: `${company} se ha eliminado`,
      lines: [
        `"${company}" ha terminado en Chasqui. Sus números están desconectados, nadie`,
        'puede entrar y sus datos se están eliminando.',
        '',
        'Lo que queda: el registro de auditoría, los días y sumas de lo facturado y una',
        'constancia de que se eliminó. Lo que estaba en camino se va en unos días.',
      ],
    }),
  },
};

export function deletionMail(kind: keyof typeof TEXTS, to: string, language: MailLanguage, facts: DeletionFacts): Mail {
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: facts.timeZone }).format(facts.dueAt);
  const { subject, lines } = TEXTS[kind][language](mailedName(facts.company) || 'Chasqui', day, facts.link);
  return { kind, to, subject, text: [...lines, ''].join('\n') };
}
