/** What was typed and not sent, by conversation: it is there again after a look elsewhere, or a reload. */
const PREFIX = 'chasqui.draft.';

export const draftOf = (key: string): string => sessionStorage.getItem(PREFIX + key) ?? '';

export function forgetDrafts(conversationId: string): void {
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith(PREFIX) && key.includes(`.${conversationId}.`)) sessionStorage.removeItem(key);
}

export function keepDraft(key: string, text: string): void {
  if (text) sessionStorage.setItem(PREFIX + key, text);
  else sessionStorage.removeItem(PREFIX + key);
}
