import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '#contracts';
import { PROJECT_ROOT } from '../embedded/src/project-root.js';
import { eventsDocument } from './events-document.js';
import { apiDocument } from './api-document.js';

// Everything that is derived from the code and committed: a spec fails when it differs.
writeFileSync(join(PROJECT_ROOT, 'docs/events.md'), eventsDocument());
mkdirSync(join(PROJECT_ROOT, 'docs/openapi'), { recursive: true });
for (const service of SERVICES.filter((name) => name !== 'whatsapp-simulator')) {
  writeFileSync(join(PROJECT_ROOT, `docs/openapi/${service}.json`), `${JSON.stringify(await apiDocument(service), null, 2)}\n`);
}
process.exit(0);
