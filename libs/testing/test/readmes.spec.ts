import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

const SOURCE = /^[\w.@-]+(\/[\w.@-]+)*\.(ts|tsx|mjs)$/;
const FOLDER = /^(services|libs|deploy|e2e|bench|docs|src|test|modules|entrypoints|handlers|domain|persistence|clients)\/[\w.@/-]*$/;

/** What a text in Markdown names as a file or folder of the repository. Commands, routes, media types and patterns are none. */
const namedIn = (markdown: string): string[] =>
  [...markdown.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`\s]+)`/g)]
    .map((match) => match[1]!)
    .filter((name) => SOURCE.test(name) || FOLDER.test(name));

/** @param folder of the README, relative to the repository */
const missing = (markdown: string, folder: string): string[] =>
  namedIn(markdown).filter((name) => ![folder, join(folder, 'src'), '.'].some((base) => existsSync(join(ROOT, base, name))));

describe('READMEs', () => {
  const readmes = execFileSync('git', ['ls-files', '*README.md'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');

  it.each(readmes)('%s names only files that are there: beside it, in its src, or from the root of the repository', (path) => {
    expect(missing(readFileSync(join(ROOT, path), 'utf8'), dirname(path))).toEqual([]);
  });

  it('are all looked at, and name files', () => {
    expect(readmes.length).toBeGreaterThan(10);
    expect(readmes.flatMap((path) => namedIn(readFileSync(join(ROOT, path), 'utf8'))).length).toBeGreaterThan(20);
  });

  it.each([
    ['a file of the service', 'See `domain/plans/plans.ts`.'],
    ['a file beside it', 'See `plan.ts`.'],
    ['a file from the root', 'See `services/billing/src/app.modules.ts`.'],
    ['a folder', 'See `handlers/quota/`.'],
  ])('are caught naming %s that is gone', (_, markdown) => {
    expect(missing(markdown, 'services/billing')).toHaveLength(1);
  });

  it('may name commands, routes, media types, patterns and code', () => {
    const others = 'Run `npm run check`; `GET /api/v1/usage`, `text/markdown`, `*.handler.ts`, `src/**/*.ts`, `{ id }`, `/live`';
    expect(missing(`${others}\n\`\`\`\nsrc/gone.ts \`gone.ts\`\n\`\`\``, 'services/billing')).toEqual([]);
  });
});
