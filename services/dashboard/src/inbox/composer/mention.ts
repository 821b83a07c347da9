/** An at sign and the beginning of a name, right before the cursor, at the beginning of a word. Names have several words: up to three. */
const AT = /(?:^|[\s(])@((?:[\p{L}\p{M}\p{N}.'’_-]+ ?){0,3})$/u;

interface Person {
  id: string;
  name: string;
}

/** @returns what is typed of a name, without its at sign; undefined where none is being typed */
export const nameBefore = (textToCursor: string): string | undefined => AT.exec(textToCursor)?.[1];

/** The text before the cursor without what is typed of a name. */
export const withoutName = (textToCursor: string): string => {
  const typed = nameBefore(textToCursor);
  return typed === undefined ? textToCursor : textToCursor.slice(0, textToCursor.length - typed.length - 1);
};

const bare = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();

/** People whose name, or a word of it, begins with what is typed; accents need not be typed. */
export function peopleFor<P extends Person>(people: readonly P[], typed: string, most = 8): P[] {
  const wanted = bare(typed);
  const fits = ({ name }: P): boolean =>
    bare(name).startsWith(wanted) ||
    bare(name)
      .split(/\s+/)
      .some((word) => word.startsWith(wanted));
  return people
    .filter(fits)
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .slice(0, most);
}

export type NotePart = { text: string } | { mention: string };

/** Takes a text apart at the names that it mentions; of two names that begin alike it is the longer one. */
export function partsOf(text: string, names: readonly string[]): NotePart[] {
  const longestFirst = names.filter((name) => name !== '').toSorted((one, other) => other.length - one.length);
  const parts: NotePart[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const name = longestFirst.find((each) => text.startsWith(each, at + 1) && !/^[\p{L}\p{N}]/u.test(text.slice(at + 1 + each.length)));
    if (name === undefined) continue;
    if (at > from) parts.push({ text: text.slice(from, at) });
    parts.push({ mention: name });
    from = at + 1 + name.length;
    at = from - 1;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** Whom a text mentions. @param picked who was chosen from the list: of several people of one name, those of them */
export function mentionsIn(text: string, people: readonly Person[], picked: ReadonlySet<string>): string[] {
  const found = new Set(
    partsOf(
      text,
      people.map(({ name }) => name),
    ).flatMap((part) => ('mention' in part ? [part.mention] : [])),
  );
  return [...found].flatMap((name) => {
    const namesakes = people.filter((person) => person.name === name).map(({ id }) => id);
    const chosen = namesakes.filter((id) => picked.has(id));
    return chosen.length > 0 ? chosen : namesakes;
  });
}
