import { v7 } from 'uuid';
import { knowledgeSearch, knowledgeSearchMany } from '#contracts';
import type { RunningService } from '#service-kit';
import { asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { SCHEMAS } from './schemas.js';
import { service } from '../src/service.js';

export interface Passage {
  documentId: string;
  title: string;
  heading: string;
  text: string;
  score: number;
  coverage: number;
  similarity?: number | null | undefined;
}
export interface Reply {
  status: number;
  body: any;
}

// One service for each spec that imports this.
export let infra: Infrastructure;
let running: RunningService;

const start = (settings: Record<string, string> = {}): Promise<RunningService> =>
  startService(infra, service, { DOCUMENT_LEASE_MS: '1500', DOCUMENT_SWEEP_MS: '100', ...settings });

beforeAll(async () => {
  infra = await startInfrastructure({ modules: SCHEMAS });
  running = await start();
}, 120_000);
afterAll(async () => {
  await running?.close();
  await infra?.stop();
});

/** Stops the service as a deployment does, and starts the next one, with other settings where they are given. */
export async function restart(settings?: Record<string, string>): Promise<void> {
  await running.close();
  running = await start(settings);
}

export const app = (): RunningService['app'] => running.app;
export const url = (): string => running.url;

export const TENANT = v7();
/** Several documents a test, each read in a thread of its own, on a machine that has other things to do. */
export const PATIENCE_MS = 60_000;

export async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = asMember(infra, TENANT),
): Promise<Reply> {
  const form = body instanceof FormData;
  const response = await fetch(`${running.url}/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body !== undefined && !form ? { 'content-type': 'application/json' } : {}) },
    body: form ? body : body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined };
}

export async function newBase(language = 'en', tenantId = TENANT): Promise<string> {
  const { status, body } = await call('POST', '/knowledge-bases', { name: 'Store guide', language }, asMember(infra, tenantId));
  expect(status).toBe(201);
  return body.id;
}

export const form = (bytes: Uint8Array | string, fileName: string, type = ''): FormData => {
  const data = new FormData();
  data.set('file', new Blob([bytes as never], { type }), fileName);
  return data;
};

export async function settled(id: string, tenantId = TENANT): Promise<any> {
  return eventually(
    async () => {
      const { body } = await call('GET', `/documents/${id}`, undefined, asMember(infra, tenantId));
      expect(['ready', 'failed']).toContain(body.status);
      return body;
    },
    { timeoutMs: 20_000 },
  );
}

/** Adds a document and waits until it is ready. @returns its id */
export async function add(
  baseId: string,
  content: string,
  title = 'Guide',
  contentType = 'text/markdown',
  tenantId = TENANT,
): Promise<string> {
  const { status, body } = await call(
    'POST',
    `/knowledge-bases/${baseId}/documents`,
    { title, contentType, content },
    asMember(infra, tenantId),
  );
  expect({ status, ...body }).toMatchObject({ status: expect.anything(), id: expect.any(String) });
  expect(await settled(body.id, tenantId)).toMatchObject({ status: 'ready' });
  return body.id;
}

export async function search(baseId: string, query: string, options: object = {}): Promise<Passage[]> {
  const { status, body } = await call('POST', `/knowledge-bases/${baseId}/search`, { query, limit: 5, ...options });
  expect(status).toBe(200);
  return body.items;
}

/** What the answering service gets: by the query over NATS, from published bases. */
export const ask = async (tenantId: string, query: string, limit = 5): Promise<Passage[]> =>
  (await askWeighed(tenantId, query, limit)).items;

export async function askWeighed(tenantId: string, query: string, limit = 5) {
  const connection = await infra.nats();
  const message = await connection.request(knowledgeSearch.subject, JSON.stringify({ tenantId, request: { query, limit } }), {
    timeout: 5_000,
  });
  const answer = message.json<{ ok: boolean; reply: unknown; detail?: string }>();
  expect(answer).toMatchObject({ ok: true });
  return knowledgeSearch.reply.parse(answer.reply);
}

/** What the answering service gets while a draft is tried. */
export async function searchAs(tenantId: string, query: string, draft: object | undefined): Promise<(Passage & { enough?: number })[]> {
  const connection = await infra.nats();
  const request = { questions: [{ query, limit: 5 }], ...(draft ? { draft } : {}) };
  const message = await connection.request(knowledgeSearchMany.subject, JSON.stringify({ tenantId, request }), { timeout: 5_000 });
  const answer = message.json<{ ok: boolean; reply: unknown }>();
  expect(answer).toMatchObject({ ok: true });
  return knowledgeSearchMany.reply.parse(answer.reply).results[0]!.items as never;
}

/** Several questions in one query. */
export async function askMany(tenantId: string, questions: { query: string; limit: number }[]): Promise<Passage[][]> {
  const connection = await infra.nats();
  const message = await connection.request(knowledgeSearchMany.subject, JSON.stringify({ tenantId, request: { questions } }), {
    timeout: 5_000,
  });
  const answer = message.json<{ ok: boolean; reply: unknown }>();
  expect(answer).toMatchObject({ ok: true });
  return knowledgeSearchMany.reply.parse(answer.reply).results.map(({ items }) => items);
}

export const publish = (baseId: string, tenantId = TENANT): Promise<Reply> =>
  call('POST', `/knowledge-bases/${baseId}/publish`, undefined, asMember(infra, tenantId));

export const GUIDE = `# Store guide

## Opening hours
We are open Monday to Friday from 9 to 18. On Sundays the store stays closed.

## Shipping
Orders over $50 ship free. Standard delivery takes three to five business days.

## Returns and refunds
Unused items can be returned within 30 days. The refund reaches your card within five days.

## Warranty
Lamps carry a warranty of two years against manufacturing defects.
`;
