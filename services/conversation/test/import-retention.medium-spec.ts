import { v7 } from 'uuid';
import type { RunningService } from '#service-kit';
import { asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { ForgetImportsHandler } from '../src/handlers/imports/forget-imports.handler.js';
import { ImportClock } from '../src/handlers/imports/import-clock.state.js';
import { UNDO_DAYS } from '../src/handlers/imports/imports.handler.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { standIns } from './tenant-stand-in.js';

let infra: Infrastructure;
let running: RunningService;
let ahead = 0;

beforeAll(async () => {
  infra = await startInfrastructure({ modules: [...standIns, migrations] });
  running = await startService(infra, service);
  running.app.get(ImportClock, { strict: false }).now = () => new Date(Date.now() + ahead);
}, 120_000);
afterAll(async () => {
  await running?.close();
  await infra?.stop();
}, 60_000);

it('an import is forgotten with its errors and its undo once it can no longer be undone; whom it made stay', async () => {
  const tenant = v7();
  const body = new FormData();
  body.append('file', new Blob(['Phone,Name\n+51987111000,Ana\nnot a number,Nobody\n'], { type: 'text/csv' }), 'customers.csv');
  body.append('consent', JSON.stringify({ marketing: 'unknown' }));
  const headers = asMember(infra, tenant, 'agent');
  const response = await fetch(`${running.url}/api/v1/contacts/imports`, { method: 'POST', headers, body });
  const { id } = (await response.json()) as { id: string };
  const left = async (): Promise<unknown> => {
    const [row] = await infra.rows(
      `select (select count(*)::integer from conversation.contact_imports where tenant_id = $1 and status = 'done') as imports,
         (select count(*)::integer from conversation.contact_import_changes where tenant_id = $1) as changes,
         (select count(*)::integer from conversation.contact_import_errors where tenant_id = $1) as errors,
         (select count(*)::integer from conversation.contacts where tenant_id = $1) as contacts`,
      [tenant],
    );
    return row;
  };
  await eventually(async () => expect(await left()).toEqual({ imports: 1, changes: 1, errors: 1, contacts: 1 }), { timeoutMs: 30_000 });
  const forget = async (): Promise<void> => running.app.get(ForgetImportsHandler, { strict: false }).execute(() => false);
  ahead = UNDO_DAYS * 24 * 60 * 60_000;
  await forget();
  expect(await left()).toEqual({ imports: 1, changes: 1, errors: 1, contacts: 1 });
  ahead += 2 * 24 * 60 * 60_000;
  await forget();
  expect(await left()).toEqual({ imports: 0, changes: 0, errors: 0, contacts: 1 });
  expect((await fetch(`${running.url}/api/v1/contacts/imports/${id}`, { headers })).status).toBe(404);
}, 60_000);
