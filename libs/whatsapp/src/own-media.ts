import { asObject } from './read-json.js';
import type { JsonObject } from './read-json.js';

/**
 * Content that refers to files of ours: `{ mediaId }` where WhatsApp has `{ id }` or `{ link }` (in a message of a file, in the header of
 * an interactive one, in a parameter of a template). Before it leaves, each is replaced by the id under which WhatsApp has the file.
 */
const OWN = 'mediaId';
const MAX_LEVELS = 32;

/** Every `mediaId` in the content, each once, in lower case. */
export function ownMediaIds(content: unknown): string[] {
  const found = new Set<string>();
  walk(content, 0, (holder) => {
    if (typeof holder[OWN] === 'string') found.add(holder[OWN].toLowerCase());
    return holder;
  });
  return [...found];
}

/** The content with WhatsApp's ids in place of ours; a reference that has none stays. */
export function withGraphIds<Content>(content: Content, graphIds: ReadonlyMap<string, string>): Content {
  return walk(content, 0, (holder) => {
    const id = typeof holder[OWN] === 'string' ? graphIds.get(holder[OWN].toLowerCase()) : undefined;
    if (id === undefined) return holder;
    const { [OWN]: _own, ...rest } = holder;
    return { ...rest, id };
  }) as Content;
}

function walk(value: unknown, level: number, visit: (holder: JsonObject) => JsonObject): unknown {
  if (level > MAX_LEVELS) return value;
  if (Array.isArray(value)) return value.map((element) => walk(element, level + 1, visit));
  const object = asObject(value);
  if (!object) return value;
  const visited = Object.hasOwn(object, OWN) ? visit(object) : object;
  return Object.fromEntries(Object.entries(visited).map(([key, entry]) => [key, walk(entry, level + 1, visit)]));
}
