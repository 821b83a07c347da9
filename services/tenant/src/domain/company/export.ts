import type { MailLanguage } from './deletion-mails.js';
import type { Mail } from '../mail/mail.js';
import { mailedName } from '../names.js';

const DAY_MS = 24 * 60 * 60_000;

/** How long an archive is there. */
export const EXPORT_DAYS = 7;
export const EXPORT_LIFE_MS = EXPORT_DAYS * DAY_MS;
/** One a day: an archive reads everything that there is. */
export const EXPORT_PAUSE_MS = DAY_MS;
/** How long the list says that there was one. */
export const FORGET_AFTER_MS = 30 * DAY_MS;
/** How long a link works that a page asked for: enough to begin. */
export const LINK_LIFE_MS = 5 * 60_000;

/** In seconds, when the next may be asked for; undefined: now. A failed one does not count. */
export function waitBeforeNext(last: { state: string; requestedAt: string } | undefined, now: Date): number | undefined {
  if (!last || last.state === 'failed') return undefined;
  const left = Date.parse(last.requestedAt) + EXPORT_PAUSE_MS - now.getTime();
  return left > 0 ? Math.ceil(left / 1_000) : undefined;
}

/** The name under which a browser saves it. @param slug lower-case letters, digits and hyphens */
export const archiveName = (slug: string, finishedAt: string): string => `${slug}-${finishedAt.slice(0, 10)}.zip`;

/** The place of a customer's file in the archive. A name from outside is never a path. */
export function mediaPath({ id, filename, contentType }: { id: string; filename: string | null; contentType: string }): string {
  const name = filename
    ?.replaceAll(/[^\p{L}\p{N} ._-]+/gu, '_')
    .replaceAll(/^[. ]+/g, '')
    .slice(0, 120);
  const ending = /^[\w.+-]+\/([\w.+-]+)/.exec(contentType)?.[1]?.replace(/^x-/, '') ?? 'bin';
  return `media/${id}${name ? `-${name}` : `.${ending}`}`;
}

/** The place of a large document: its text is among the rows, its file is here. */
export const documentPath = ({ id, contentType }: { id: string; contentType: string }): string =>
  `documents/${id}.${/\.(\w+)$/.exec(contentType)?.[1] ?? contentType.split('/').pop()}`;

export function readmeOf(company: string, at: Date, services: readonly string[]): string {
  return [
    `Data of ${company}, as of ${at.toISOString()}.`,
    '',
    'Each file ends in .ndjson and holds one JSON object on each line; times are in UTC.',
    `Folders: ${services.join(', ')} (data by the part of Chasqui that keeps it), media (the files of messages,`,
    'under the id that they have in conversation/files.ndjson), documents (large files of knowledge/documents.ndjson, under its id).',
    '',
    'Not in it: passwords, keys and access tokens. Keep the archive as safe as the data in it.',
    '',
  ].join('\n');
}

const TEXTS: Record<MailLanguage, (company: string, link: string) => { subject: string; lines: string[] }> = {
  en: (company, link) => ({
    subject: `The data of ${company} is ready`,
    lines: [
      `The copy of the data of "${company}" that you asked for is ready.`,
      '',
      `Download it within ${EXPORT_DAYS} days, signed in as an owner:`,
      link,
    ],
  }),
  es: (company, link) => ({
    subject: `Los datos de ${company} están listos`,
    lines: [
      `La copia de los datos de "${company}" que pidió está lista.`,
      '',
      `Descárguela en un plazo de ${EXPORT_DAYS} días, con su sesión de propietario:`,
      link,
    ],
  }),
};

/** @param link of the page, not of the archive: whoever reads the mail alone gets nothing */
export function exportMail(to: string, language: MailLanguage, company: string, link: string): Mail {
  const { subject, lines } = TEXTS[language](mailedName(company) || 'Chasqui', link);
  return { kind: 'company-export', to, subject, text: [...lines, ''].join('\n') };
}
