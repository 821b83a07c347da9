#!/usr/bin/env node
/**
 * Fails when a package that is part of the product has a licence which nobody has looked at: `npm run licences`, as a part of `npm run check`.
 * Packages of development alone are not shipped and are left out; those of other platforms are judged by what the lock file says of them.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Permissive: may be used, changed and passed on with a program of any licence, as long as their notices stay. */
const ALLOWED = [
  'MIT',
  'MIT-0',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'ISC',
  'BlueOak-1.0.0',
  'Python-2.0',
  'Unlicense',
  'Zlib',
];

/** By package, as it says: which licence it is, and why that is right. */
const EXCEPTIONS = [
  {
    name: /^lightningcss(-.+)?$/,
    says: 'MPL-2.0',
    why: 'compiles style sheets when the pages are built; used as it is, and its files stay under their licence',
  },
  {
    name: /^(@fontsource\/noto-sans(-.+)?|@librescore\/fonts)$/,
    says: 'OFL-1.1',
    why: 'fonts for documents; what is set in them is free of their licence, and the font files stay under it',
  },
  { name: /^png-js$/, says: undefined, why: 'MIT, by its LICENSE' },
  { name: /^decko$/, says: undefined, why: 'MIT, by its LICENSE' },
  { name: /^stickyfill$/, says: undefined, why: 'MIT, by its LICENSE' },
  { name: /^url-template$/, says: 'BSD', why: 'BSD-3-Clause, by its LICENSE' },
];

/** @returns whether the SPDX expression leaves a way on which every licence is allowed */
export function isAllowed(expression) {
  const text = expression?.replace(/^\(|\)$/g, '') ?? '';
  if (text.includes(' OR ')) return text.split(' OR ').some(isAllowed);
  if (text.includes(' AND ')) return text.split(' AND ').every(isAllowed);
  return ALLOWED.includes(text);
}

/** @param packages `packages` of a lock file @returns a line for every package that is not right, and for every exception that is none */
export function faultsOf(packages, root = ROOT) {
  const faults = [];
  const used = new Set();
  for (const [path, entry] of Object.entries(packages)) {
    if (path === '' || entry.dev || entry.link) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const says = licenceOf(join(root, path), entry);
    if (isAllowed(says)) continue;
    const exception = EXCEPTIONS.find((each) => each.name.test(name) && each.says === says);
    if (exception) used.add(exception);
    else faults.push(`${path}@${entry.version}: ${says ?? 'no licence'}`);
  }
  return [...faults, ...EXCEPTIONS.filter((each) => !used.has(each)).map(({ name }) => `${name}: an exception for nothing`)];
}

/** What is installed says it itself, in one of two ways. */
function licenceOf(folder, entry) {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return entry.license;
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8'));
  const said = license ?? (Array.isArray(licenses) ? licenses.map(({ type }) => type).join(' OR ') : undefined);
  return typeof said === 'object' ? said.type : said;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const faults = faultsOf(packages);
  for (const fault of faults) process.stderr.write(`✗ ${fault}\n`);
  if (faults.length > 0) {
    process.stderr.write('  Take another package, or read the licence and add it to deploy/licences.mjs with the reason.\n');
    process.exitCode = 1;
  } else process.stdout.write(`✓ licences of ${Object.values(packages).filter(({ dev }) => !dev).length - 1} packages\n`);
}
