/** What was typed and not sent, by conversation: it is there again after a look elsewhere, or a reload. */
const PREFIX = 'chasqui.draft.';

export const draftOf = (key: string): string => sessionStorage.getItem(PREFIX + key) ?? '';

export function keepDraft(key: string, text: string): void {
  if (text) sessionStorage.setItem(PREFIX + key, text);
  else sessionStorage.removeItem(PREFIX + key);
}
