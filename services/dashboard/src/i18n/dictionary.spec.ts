import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fill } from './fill';

type Texts = Record<string, string>;
type Languages = Record<'en' | 'es', Texts>;

const FOLDER = dirname(fileURLToPath(import.meta.url));
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
/** Both languages in one file, as `leads.ts` has them. */
const holdsBoth = (file: string): boolean => /^export const \w+Texts = \{/m.test(readFileSync(join(FOLDER, file), 'utf8'));
const load = async (file: string): Promise<unknown> => Object.values((await import(`./${file}`)) as Record<string, unknown>)[0];

/** All dictionaries of the folder: the one that comes with the first page, and those that come with the pages that show them. */
const ALL: readonly (readonly [name: string, texts: Languages])[] = await Promise.all([
  ...FILES.filter((file) => /(^|\.)en\.ts$/.test(file)).map(async (file) => {
    const [en, es] = [await load(file), await load(file.replace(/en\.ts$/, 'es.ts'))] as [Texts, Texts];
    return [file, { en, es }] as const;
  }),
  ...FILES.filter(holdsBoth).map(async (file) => [file, (await load(file)) as Languages] as const),
]);

const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

describe('the dictionaries', () => {
  it('are found, in two files or in one', () => {
    expect(ALL.length).toBeGreaterThan(50);
    expect(ALL.map(([name]) => name)).toEqual(expect.arrayContaining(['en.ts', 'flows.en.ts', 'leads.ts']));
  });

  it.each(ALL)('fill the same values in every language: %s', (_, texts) => {
    const different = Object.keys(texts.en).filter((key) => names(texts.en[key]!).join() !== names(texts.es[key] ?? '').join());
    expect(different).toEqual([]);
    expect(Object.keys(texts.es).sort()).toEqual(Object.keys(texts.en).sort());
  });

  it.each(ALL)('leave no text empty: %s', (_, texts) => {
    expect([...Object.entries(texts.en), ...Object.entries(texts.es)].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('show a value as it is, whatever it holds', () => {
    expect(fill('Hello {name}, {other}', { name: '$& {other}' })).toBe('Hello $& {other}, {other}');
  });
});
