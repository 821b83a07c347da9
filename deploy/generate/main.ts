import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { liveDocument, SERVICES } from '#contracts';
import { PROJECT_ROOT } from '#local-servers/project-root.js';
import { apiDocument } from './api-document.js';
import { errorsDocument } from './errors-document.js';
import { eventsDocument } from './events-document.js';
import { webhookEventsDocument } from './webhook-events-document.js';
import { breaksOf, contracts, publishedPath } from './published-contracts.js';

/**
 * Writes everything that is derived from the code and committed. With `--check` it writes nothing, names what differs, and ends with 1.
 */
const isCheck = process.argv.includes('--check');
const faults: string[] = [];

const read = (path: string): string | undefined => {
  const absolute = join(PROJECT_ROOT, path);
  return existsSync(absolute) ? readFileSync(absolute, 'utf8') : undefined;
};

function put(path: string, content: string): void {
  if (read(path) === content) return;
  if (isCheck) return void faults.push(`${path} is not what the code says; run npm run generate`);
  const absolute = join(PROJECT_ROOT, path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, content);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

put('docs/events.md', eventsDocument());
put('docs/errors.md', errorsDocument());
put('docs/webhook-events.md', webhookEventsDocument());
put('docs/asyncapi.json', json(liveDocument()));
for (const service of SERVICES.filter((name) => name !== 'whatsapp-simulator')) {
  put(`docs/openapi/${service}.json`, json(await apiDocument(service)));
}
for (const [subject, contract] of contracts()) {
  const published = read(publishedPath(subject));
  const breaks = published === undefined ? [] : breaksOf(JSON.parse(published), contract);
  if (breaks.length === 0) put(publishedPath(subject), json(contract));
  else faults.push(`${subject} is published and may only get new optional fields; declare a new version. ${breaks.join('; ')}`);
}
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.exit(faults.length > 0 ? 1 : 0);
