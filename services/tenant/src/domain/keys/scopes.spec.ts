import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SCOPES } from './scopes.js';

const SERVICES = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');

it('every scope that a route of any service asks for can be given to a key, and no other', () => {
  const asked = readdirSync(SERVICES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.controller.ts') && !file.includes('node_modules'))
    .flatMap((file) => [...readFileSync(join(SERVICES, file), 'utf8').matchAll(/@Allow\('\w+', '([\w:-]+)'/g)].map((match) => match[1]!));
  expect([...new Set(asked), '*'].sort()).toEqual(Object.keys(SCOPES).sort());
});
