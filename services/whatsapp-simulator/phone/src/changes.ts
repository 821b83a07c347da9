import type { Item } from './types';

const CHANGES = new Set(['edit', 'revoke']);

/** Edits and deletions go onto the messages that they are about: the newest edit counts, and what was deleted stays so. */
export function withChanges(items: Item[]): Item[] {
  const edits = new Map<string, Item>();
  const deleted = new Set<string>();
  for (const item of items) {
    const target = item.content?.original_message_id as string;
    if (item.type === 'revoke') deleted.add(target);
    if (item.type === 'edit' && item.at >= (edits.get(target)?.at ?? '')) edits.set(target, item);
  }
  return items
    .filter(({ type }) => !CHANGES.has(type))
    .map((item) => {
      if (deleted.has(item.wamid)) return { ...item, text: undefined, content: {}, deleted: true };
      const edit = edits.get(item.wamid);
      return edit ? { ...item, text: edit.text, edited: true } : item;
    });
}
