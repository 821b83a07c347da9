import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeed } from './audit-deeds';

const SERVICES = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** The code of all services, without their tests. */
const sources = readdirSync(SERVICES, { recursive: true, encoding: 'utf8' })
  .filter((file) => /^[\w-]+\/src\/handlers\/.*\.ts$/.test(file) && !file.endsWith('.spec.ts'))
  .map((file) => readFileSync(join(SERVICES, file), 'utf8'));

/** The actions that handlers log: those of the tenant service by their whole names, those of the others by target and verb. */
function actions(): string[] {
  const found = sources.flatMap((text) => [
    ...[...text.matchAll(/action(?: =|:)\s*(?:[\w.! =]+\? )?'([a-z_]+\.[a-z_]+)'(?: : '([a-z_]+\.[a-z_]+)')?/g)].flatMap(
      ([, one, other]) => [one, other],
    ),
    ...[...text.matchAll(/audit\.append\(\s*tx,\s*by,\s*'([a-z_]+)',\s*\{\s*type: '([a-z_]+)'/g)].map(
      ([, verb, type]) => `${type}.${verb}`,
    ),
  ]);
  return [...new Set(found.filter((action) => action !== undefined))].sort();
}

describe('the audit log in words', () => {
  it('has a sentence for every action that a service logs: add a new one to i18n/audit.en.ts and audit.es.ts', () => {
    const logged = actions();
    expect(logged).toEqual(expect.arrayContaining(['user.password_reset', 'label.created', 'knowledge_base.published', 'contact.merged']));
    expect(logged.filter((action) => !isDeed(action))).toEqual([]);
  });
});
