import createClient from 'openapi-fetch';
import { browserTabs, Session, type Tokens } from '../session/session';
import { learnTime } from './clock';
import { Problem, problemOf } from './problem';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** Other tabs wait meanwhile. */
const REFRESH_TIMEOUT_MS = 20_000;

export const session = new Session(browserTabs(), async (refreshToken) => {
  const response = await fetch('/api/v1/auth/refresh', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refreshToken }),
    signal: AbortSignal.timeout(REFRESH_TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw (error as Error).name === 'TimeoutError' ? new TypeError('no answer in time', { cause: error }) : error;
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemOf(response.status, body, response.headers);
  return body as Tokens;
});

let tenantId: string | undefined;

/** The tenant that requests act for from now on. */
export function actFor(id: string | undefined): void {
  tenantId = id;
}

function signed(request: Request, token: string): Request {
  const headers = new Headers(request.headers);
  headers.set('authorization', `Bearer ${token}`);
  // Who one is belongs to no tenant, and the next person in this tab may not belong to the last one's.
  const ofPerson = new URL(request.url).pathname.startsWith('/api/v1/auth/');
  if (tenantId && !ofPerson && !headers.has('x-tenant-id')) headers.set('x-tenant-id', tenantId);
  return new Request(request, { headers });
}

/** `fetch` as whoever is signed in; a token that ended on the way is renewed once. */
export async function signedFetch(request: Request): Promise<Response> {
  const token = await session.token();
  if (!token) throw new Problem(401, 'not_signed_in', 'Sign in first.');
  const askedAt = Date.now();
  const first = await fetch(signed(request.clone(), token));
  learnTime(first.headers.get('date'), askedAt);
  if (first.status !== 401) return first;
  const renewed = await session.renew(token);
  return renewed ? fetch(signed(request, renewed)) : first;
}

export const api = createClient<paths>({ fetch: signedFetch });
/** For the pages before sign-in. */
export const openApi = createClient<paths>();

interface Answered<Data> {
  data?: Data | undefined;
  error?: unknown;
  response: Response;
}

/** The body of an answer. @throws {Problem} for any answer but 2xx */
export async function unwrap<Data>(answer: Promise<Answered<Data>>): Promise<Data> {
  return (await unwrapWithTag(answer)).data;
}

/** The body and its entity tag, for If-Match. @throws {Problem} for any answer but 2xx */
export async function unwrapWithTag<Data>(answer: Promise<Answered<Data>>): Promise<{ data: Data; etag: string | undefined }> {
  const { data, error, response } = await answer;
  if (!response.ok) throw problemOf(response.status, error, response.headers);
  return { data: data as Data, etag: response.headers.get('etag') ?? undefined };
}

/** The same key for every try of one deed, so that a try whose answer was lost does nothing twice. */
export const idempotencyKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** A file as it is, into the browser's downloads. @throws {Problem} */
export async function download(path: string, name: string): Promise<void> {
  const response = await signedFetch(new Request(new URL(path, location.origin)));
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => undefined), response.headers);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** Uploads with progress, which `fetch` does not tell. @param onProgress gets 0 to 1 @returns the body of the answer @throws {Problem} */
export async function upload<Answer = unknown>(
  path: string,
  form: FormData,
  onProgress: (part: number) => void,
  signal?: AbortSignal,
  method: 'POST' | 'PUT' = 'POST',
): Promise<Answer> {
  const token = await session.token();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    signal?.addEventListener('abort', () => request.abort());
    request.open(method, path);
    request.setRequestHeader('authorization', `Bearer ${token}`);
    if (tenantId) request.setRequestHeader('x-tenant-id', tenantId);
    request.responseType = 'json';
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onabort = () => reject(new Problem(0, 'aborted', 'The upload was stopped.'));
    request.onerror = () => reject(new Problem(0, 'no_answer', 'The server cannot be reached; check the connection.'));
    request.onload = () => {
      if (request.status < 300) return resolve(request.response as Answer);
      reject(problemOf(request.status, request.response, { get: (name) => request.getResponseHeader(name) }));
    };
    request.send(form);
  });
}
