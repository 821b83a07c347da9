import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { liveDocument, SERVICES } from '#contracts';
import { PROJECT_ROOT } from '#local-servers/project-root.js';
import { apiDocument } from './api-document.js';
import { errorsDocument } from './errors-document.js';
import { eventsDocument } from './events-document.js';

/**
 * Writes everything that is derived from the code and committed. With `--check` it writes nothing, names what differs, and ends with 1.
 */
const isCheck = process.argv.includes('--check');
const stale: string[] = [];

function put(path: string, content: string): void {
  if (!isCheck) return writeFileSync(join(PROJECT_ROOT, path), content);
  const file = join(PROJECT_ROOT, path);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== content) stale.push(path);
}

put('docs/events.md', eventsDocument());
put('docs/errors.md', errorsDocument());
put('docs/asyncapi.json', `${JSON.stringify(liveDocument(), null, 2)}\n`);
if (!isCheck) mkdirSync(join(PROJECT_ROOT, 'docs/openapi'), { recursive: true });
for (const service of SERVICES.filter((name) => name !== 'whatsapp-simulator')) {
  put(`docs/openapi/${service}.json`, `${JSON.stringify(await apiDocument(service), null, 2)}\n`);
}
for (const path of stale) process.stdout.write(`${path} is not what the code says; run npm run generate\n`);
process.exit(stale.length > 0 ? 1 : 0);
