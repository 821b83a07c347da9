import { z } from 'zod';
import { EVENTS, QUERIES } from '#contracts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Schema = { [name: string]: Json };

/** What tells a reader something and a program nothing. */
const REMARKS = ['$schema', 'title', 'description', 'examples'];

const schemaOf = (type: z.ZodType): Schema => z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as unknown as Schema;

/** The contract of each event and query of the catalog as JSON Schemas, by subject; `libs/contracts/published` keeps it as it was published. */
export const contracts = (): Map<string, Schema> =>
  new Map<string, Schema>([
    ...EVENTS.map((event): [string, Schema] => [event.subject, { data: schemaOf(event.data) }]),
    ...QUERIES.map((query): [string, Schema] => [query.subject, { request: schemaOf(query.request), reply: schemaOf(query.reply) }]),
  ]);

/** Where the contract of a subject is kept. */
export const publishedPath = (subject: string): string => `libs/contracts/published/${subject}.json`;

/**
 * What a contract says now that programs of the published one would not understand. Only new optional fields are no break.
 *
 * @returns a line for each break, with the place in the schema; none when all is well
 */
export function breaksOf(published: Json, now: Json | undefined, at = ''): string[] {
  if (now === undefined) return [`${at} is gone`];
  if (Array.isArray(published) && Array.isArray(now)) {
    if (published.length !== now.length) return [`${at} has ${now.length} entries in place of ${published.length}`];
    return published.flatMap((each, index) => breaksOf(each, now[index], `${at}/${index}`));
  }
  if (!isObject(published) || !isObject(now))
    return published === now ? [] : [`${at} is ${JSON.stringify(now)} in place of ${JSON.stringify(published)}`];
  const isFields = at.endsWith('/properties');
  const names = new Set([...Object.keys(published), ...Object.keys(now)]);
  return [...names]
    .filter((name) => isFields || !REMARKS.includes(name))
    .flatMap((name) => {
      const place = `${at}/${name}`;
      if (name === 'required' && !isFields) return breaksOfRequired(published.required, now.required, place);
      if (name in published) return breaksOf(published[name]!, now[name], place);
      // A new field that must be there is found by `required`.
      return isFields ? [] : [`${place} is new`];
    });
}

function breaksOfRequired(published: Json | undefined, now: Json | undefined, at: string): string[] {
  const [before, after] = [published ?? [], now ?? []] as [string[], string[]];
  return [
    ...after.filter((name) => !before.includes(name)).map((name) => `${at} has ${name} now`),
    ...before.filter((name) => !after.includes(name)).map((name) => `${at} no longer has ${name}`),
  ];
}

const isObject = (value: Json): value is { [name: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);
