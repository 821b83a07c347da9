import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const FOLDERS = ['services', 'libs', 'deploy', 'e2e', 'bench'];
const MAX_LINES = 400;

/** Files that may be longer, and why. */
const LONG: Record<string, string> = {
  'services/dashboard/src/api/schema.ts': 'generated',
  'services/dashboard/src/i18n/en.ts': 'a dictionary',
  'services/dashboard/src/i18n/es.ts': 'a dictionary',
  'libs/whatsapp/src/errors.ts': 'the table of the error codes of WhatsApp',
};

interface File {
  path: string;
  text: string;
}

const files: File[] = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(ROOT, file), text: readFileSync(file, 'utf8') })),
);

const importsOf = ({ path, text }: File, paths: ReadonlySet<string>): string[] =>
  [...text.matchAll(/from '(\.[^']+)'/g)].flatMap((match) => {
    const target = join(dirname(path), match[1]!.replace(/\.js$/, ''));
    return [`${target}.ts`, `${target}.tsx`].filter((each) => paths.has(each));
  });

/** Imports that lead back to where they began, type-only ones included: those too say who has to know whom. */
function circlesIn(sources: readonly File[]): string[][] {
  const paths = new Set(sources.map(({ path }) => path));
  const graph = new Map(sources.map((file) => [file.path, importsOf(file, paths)]));
  const found: string[][] = [];
  const done = new Set<string>();
  const walk = (path: string, above: string[]): void => {
    const at = above.indexOf(path);
    if (at >= 0) found.push([...above.slice(at), path]);
    if (at >= 0 || done.has(path)) return;
    for (const next of graph.get(path)!) walk(next, [...above, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return found;
}

describe('files', () => {
  it('import one another in no circle', () => {
    expect(circlesIn(files)).toEqual([]);
  });

  it('a circle would be seen', () => {
    const file = (path: string, to: string): File => ({ path, text: `import type { A } from './${to}.js';` });
    expect(circlesIn([file('a.ts', 'b'), file('b.ts', 'c'), file('c.ts', 'b')])).toEqual([['b.ts', 'c.ts', 'b.ts']]);
  });

  it(`have at most ${MAX_LINES} lines`, () => {
    const long = files.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
    expect(long.filter(({ path, lines }) => lines > MAX_LINES && !LONG[path])).toEqual([]);
  });
});
