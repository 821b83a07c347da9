import type { CannedReply } from '../data/contract';

/** A slash and the beginning of a shortcut, right before the cursor, at the beginning of a word. */
const SLASH = /(?:^|\s)\/([\p{L}\p{N}_-]*)$/u;

/** @returns what is typed of a shortcut, without its slash; undefined where none is being typed */
export const shortcutBefore = (textToCursor: string): string | undefined => SLASH.exec(textToCursor)?.[1];

/** Replies that fit what is typed: those whose shortcut begins with it before those that hold it somewhere. */
export function fitting(replies: readonly CannedReply[], typed: string, most = 8): CannedReply[] {
  const wanted = typed.toLocaleLowerCase();
  const rank = ({ shortcut, title }: CannedReply): number =>
    shortcut.toLocaleLowerCase().startsWith(wanted) ? 0 : `${shortcut} ${title}`.toLocaleLowerCase().includes(wanted) ? 1 : 2;
  return replies
    .filter((reply) => rank(reply) < 2)
    .toSorted((one, other) => rank(one) - rank(other) || one.shortcut.localeCompare(other.shortcut))
    .slice(0, most);
}

/** Puts names in the place of {{contact.name}} and {{agent.name}}. */
export const personal = (text: string, names: { contact: string; agent: string }): string =>
  text.replaceAll(/\{\{\s*(contact|agent)\.name\s*\}\}/g, (_, whose: 'contact' | 'agent') => names[whose]);
