import { randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Agent, errors, request } from 'undici';
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { GRAPH_VERSION } from './graph-version.js';
import { classifyError } from './errors.js';
import type { ErrorVerdict } from './errors.js';
import type { GraphPayload } from './messages.js';
import { lookupPublic } from './public-address.js';
import { asBoolean, asId, asNonEmptyText, asNumber, asObject, objectsOf } from './read-json.js';

export interface GraphClientOptions {
  /** `https://graph.facebook.com`, or a simulator's address. Without the version. */
  baseUrl: string;
  version?: string;
  /** For one whole exchange: connecting, sending, reading the answer. Downloads and uploads have `transferTimeoutMs`. */
  timeoutMs: number;
  /** Default ten times `timeoutMs`. */
  transferTimeoutMs?: number;
  dispatcher?: Dispatcher;
  /** Further hosts (`host` or `host:port`) media may be fetched from; Meta's own and that of `baseUrl` are always allowed. */
  mediaHosts?: readonly string[];
}

/** What Meta answered, and what to do about it. */
export interface ClassifiedError extends ErrorVerdict {
  httpStatus: number;
  message?: string;
  fbtraceId?: string;
}

/** Meta refused. Nothing was done. */
export interface Rejected {
  outcome: 'rejected';
  error: ClassifiedError;
}

/** The request surely never reached Meta as a whole: it may be sent again at once. */
export interface NotSent {
  outcome: 'not_sent';
  reason: 'connect_failed' | 'timeout_before_send' | 'request_not_valid' | 'host_not_allowed';
  detail: string;
}

/** The request may have been carried out. A message must not be sent again before its status is known. */
export interface Unknown {
  outcome: 'unknown';
  reason: 'timeout' | 'connection_lost' | 'answer_not_readable';
  detail: string;
  /** Of an answer that is not Graph's. */
  httpStatus?: number;
}

export interface Accepted {
  outcome: 'accepted';
  wamid: string;
  /** May differ from the number asked for (BR, MX, AR); absent when sent to a user id. */
  waId?: string;
  userId?: string;
  /** accepted, held_for_quality_assessment, paused. */
  messageStatus?: string;
}

export type SendResult = Accepted | Rejected | NotSent | Unknown;
export type GraphResult<Value> = { outcome: 'ok'; value: Value } | Rejected | NotSent | Unknown;

interface NumberCall {
  phoneNumberId: string;
  accessToken: string;
}

export interface MediaInfo {
  id: string;
  /** Lives 5 minutes. */
  url: string;
  mimeType?: string;
  /** Base64 or hex, as Meta gave it. */
  sha256?: string;
  sizeBytes?: number;
}

/** A file on its way: read to the end or destroyed, else its connection stays taken. */
export interface OpenedMedia {
  body: Readable;
  mimeType?: string;
  /** As the server announces it. */
  sizeBytes?: number;
}

/** A file to upload: its bytes are asked for once, when there is a connection to write them to. */
export interface FileToUpload {
  sizeBytes: number;
  chunks: () => AsyncIterable<Uint8Array>;
  mimeType: string;
  filename: string;
}

const templateSchema = z.looseObject({
  id: z.coerce.string(),
  name: z.string(),
  language: z.string(),
  status: z.string(),
  category: z.string().optional(),
  components: z.array(z.looseObject({ type: z.string() })).optional(),
  parameter_format: z.string().optional(),
  rejected_reason: z.string().nullish(),
  quality_score: z.looseObject({ score: z.string().optional() }).nullish(),
});
/** A template as Graph lists it, in Graph's own shape. */
export type GraphTemplate = z.infer<typeof templateSchema>;

const phoneNumberSchema = z.looseObject({
  id: z.coerce.string(),
  display_phone_number: z.string().optional(),
  verified_name: z.string().optional(),
  quality_rating: z.string().optional(),
  status: z.string().optional(),
  name_status: z.string().optional(),
  code_verification_status: z.string().optional(),
  is_on_biz_app: z.boolean().optional(),
  whatsapp_business_manager_messaging_limit: z.string().optional(),
  throughput: z.looseObject({ level: z.string().optional() }).optional(),
});
/** A number as Graph describes it, in Graph's own shape; holds the fields that were asked for. */
export type GraphPhoneNumber = z.infer<typeof phoneNumberSchema>;

/** One field the token may not read fails the whole call with code 10, so the default asks only for what everybody may see. */
const PHONE_NUMBER_FIELDS = ['verified_name', 'display_phone_number', 'quality_rating', 'status', 'name_status', 'throughput'];
const TEMPLATE_FIELDS = [
  'id',
  'name',
  'language',
  'status',
  'category',
  'components',
  'parameter_format',
  'rejected_reason',
  'quality_score',
];
const NUMBERS_PAGE_SIZE = 100;
// An account has 20 numbers, and a few hundred where Meta has raised that.
const MAX_NUMBER_PAGES = 20;
const TEMPLATE_PAGE_SIZE = 100;
// 6,000 templates is Meta's limit; a paging loop of a faulty server ends here.
const MAX_TEMPLATE_PAGES = 200;

/** Where Meta serves media from. A media URL is data from outside, and the request carries the tenant's token. */
const META_MEDIA_HOSTS = ['lookaside.fbsbx.com', 'graph.facebook.com', 'mmg.whatsapp.net'];
const META_MEDIA_SUFFIXES = ['.fbcdn.net', '.fbsbx.com', '.whatsapp.net'];

const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const MAX_REDIRECTS = 3;

const PATH_ID = /^[A-Za-z0-9_:-]{1,256}$/;

interface Exchange {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
}

interface Call {
  method: 'GET' | 'POST';
  url: string;
  accessToken: string;
  body?: Buffer | StreamedBody;
  contentType?: string;
  timeoutMs: number;
  maxBytes: number;
}

interface StreamedBody {
  length: number;
  chunks: () => AsyncIterable<Uint8Array>;
}

/** The Cloud API. Expected failures are results, never exceptions. */
export class GraphClient {
  private readonly baseUrl: URL;
  private readonly root: string;
  private readonly timeoutMs: number;
  private readonly transferTimeoutMs: number;
  private readonly dispatcher?: Dispatcher;
  private readonly mediaHosts: ReadonlySet<string>;
  private mediaAgent?: Agent;

  /** Throws TypeError for a base URL that is none. */
  constructor(options: GraphClientOptions) {
    this.baseUrl = new URL(options.baseUrl);
    this.root = `${options.baseUrl.replace(/\/+$/, '')}/${options.version ?? GRAPH_VERSION}`;
    this.timeoutMs = options.timeoutMs;
    this.transferTimeoutMs = options.transferTimeoutMs ?? options.timeoutMs * 10;
    this.dispatcher = options.dispatcher;
    this.mediaHosts = new Set(options.mediaHosts ?? []);
  }

  /** POST /{phone_number_id}/messages. `message` is what toGraphPayload built. */
  async sendMessage({ phoneNumberId, accessToken, message }: NumberCall & { message: GraphPayload }): Promise<SendResult> {
    const result = await this.post([phoneNumberId, 'messages'], accessToken, message);
    if (result.outcome !== 'ok') return result;
    const sent = objectsOf(result.value.messages)[0];
    const wamid = asId(sent?.id);
    if (wamid === undefined) return unreadable('the answer has no messages[0].id');
    const contact = objectsOf(result.value.contacts)[0];
    return {
      outcome: 'accepted',
      wamid,
      waId: asId(contact?.wa_id),
      userId: asId(contact?.user_id),
      messageStatus: asNonEmptyText(sent?.message_status),
    };
  }

  /** Marks the message and all before it as read; `typing` also shows "typing…" for up to 25 s or until the reply. */
  async markRead(call: NumberCall & { wamid: string; typing?: boolean }): Promise<GraphResult<void>> {
    const body: GraphPayload = { messaging_product: 'whatsapp', status: 'read', message_id: call.wamid };
    if (call.typing) body.typing_indicator = { type: 'text' };
    return succeeded(await this.post([call.phoneNumberId, 'messages'], call.accessToken, body));
  }

  /** Uploads a file; its id lives 30 days. An upload of which nobody knows whether it arrived may be made again: at worst WhatsApp has it twice. */
  async uploadMedia(call: NumberCall & FileToUpload): Promise<GraphResult<{ id: string }>> {
    const form = multipart(call);
    const url = this.url([call.phoneNumberId, 'media']);
    if (url === undefined) return notValid('an id in the path is not valid');
    const exchange = await this.exchange({
      method: 'POST',
      url,
      accessToken: call.accessToken,
      body: form.body,
      contentType: form.contentType,
      timeoutMs: this.transferTimeoutMs,
      maxBytes: MAX_ANSWER_BYTES,
    });
    const result = 'outcome' in exchange ? exchange : readAnswer(exchange);
    if (result.outcome !== 'ok') return result;
    const id = asId(result.value.id);
    return id === undefined ? unreadable('the answer has no id') : { outcome: 'ok', value: { id } };
  }

  /** The address of a file. `phoneNumberId` makes Meta check that the file belongs to the number. */
  async getMedia(call: { mediaId: string; accessToken: string; phoneNumberId?: string }): Promise<GraphResult<MediaInfo>> {
    const query: Record<string, string> = call.phoneNumberId === undefined ? {} : { phone_number_id: call.phoneNumberId };
    const result = await this.get([call.mediaId], call.accessToken, query);
    if (result.outcome !== 'ok') return result;
    const url = asNonEmptyText(result.value.url);
    if (url === undefined) return unreadable('the answer has no url');
    return {
      outcome: 'ok',
      value: {
        id: asId(result.value.id) ?? call.mediaId,
        url,
        mimeType: asNonEmptyText(result.value.mime_type),
        sha256: asNonEmptyText(result.value.sha256),
        sizeBytes: asNumber(result.value.file_size),
      },
    };
  }

  /**
   * Opens a file at the address getMedia or a webhook gave: from Meta's hosts, over https, and from public addresses only (or from the
   * configured Graph host), for every redirect anew, since the address is data from outside and the token goes with it.
   * 404 means the address is older than 5 minutes: ask getMedia again.
   *
   * @param signal ends the transfer, the reading of the body too
   */
  async openMedia(call: { url: string; accessToken: string; signal: AbortSignal }): Promise<GraphResult<OpenedMedia>> {
    let address = call.url;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const refused = this.refuseMediaUrl(address);
      if (refused !== undefined) return { outcome: 'not_sent', reason: 'host_not_allowed', detail: refused };
      const answer = await this.openOnce(address, call);
      if ('outcome' in answer) return answer;
      // Whoever reads hears of it; whoever has stopped reading wants to hear no more.
      answer.body.on('error', () => undefined);
      const location = headerOf(answer.headers.location);
      if (answer.statusCode >= 300 && answer.statusCode < 400 && location !== undefined) {
        await answer.body.dump();
        if (!URL.canParse(location, address))
          return { outcome: 'not_sent', reason: 'host_not_allowed', detail: 'the redirect leads to no address' };
        address = new URL(location, address).href;
        continue;
      }
      if (answer.statusCode === 200) {
        const sizeBytes = asNumber(headerOf(answer.headers['content-length']));
        return { outcome: 'ok', value: { body: answer.body, mimeType: headerOf(answer.headers['content-type']), sizeBytes } };
      }
      const bytes = await beginningOf(answer.body);
      return (
        refusal({ status: answer.statusCode, headers: answer.headers, bytes }) ??
        unreadable(`HTTP ${answer.statusCode} without a Graph error`)
      );
    }
    return { outcome: 'not_sent', reason: 'host_not_allowed', detail: `more than ${MAX_REDIRECTS} redirects` };
  }

  /** Ends the connections that this client has opened by itself. */
  async close(): Promise<void> {
    await this.mediaAgent?.destroy();
  }

  async getPhoneNumber(call: NumberCall & { fields?: readonly string[] }): Promise<GraphResult<GraphPhoneNumber>> {
    const fields = (call.fields ?? PHONE_NUMBER_FIELDS).join(',');
    const result = await this.get([call.phoneNumberId], call.accessToken, { fields });
    return result.outcome === 'ok' ? parsed(phoneNumberSchema, result.value) : result;
  }

  /** The numbers of an account that the token may see, with their ids. */
  async listPhoneNumbers(call: { wabaId: string; accessToken: string }): Promise<GraphResult<GraphPhoneNumber[]>> {
    const query = { fields: 'id', limit: String(NUMBERS_PAGE_SIZE) };
    const bounds = { pages: MAX_NUMBER_PAGES, ms: this.timeoutMs };
    return this.list([call.wabaId, 'phone_numbers'], call.accessToken, query, phoneNumberSchema, bounds);
  }

  /** All templates of an account. */
  async listTemplates(call: {
    wabaId: string;
    accessToken: string;
    status?: string;
    fields?: readonly string[];
  }): Promise<GraphResult<GraphTemplate[]>> {
    const query: Record<string, string> = { fields: (call.fields ?? TEMPLATE_FIELDS).join(','), limit: String(TEMPLATE_PAGE_SIZE) };
    if (call.status !== undefined) query.status = call.status;
    const bounds = { pages: MAX_TEMPLATE_PAGES, ms: Number.POSITIVE_INFINITY };
    return this.list([call.wabaId, 'message_templates'], call.accessToken, query, templateSchema, bounds);
  }

  /** Page by page until Meta gives no `paging.next`. One failed page fails the whole call. @param bounds `ms`: no page begins later */
  private async list<Row>(
    path: string[],
    accessToken: string,
    query: Record<string, string>,
    schema: z.ZodType<Row>,
    bounds: { pages: number; ms: number },
  ): Promise<GraphResult<Row[]>> {
    const rows: Row[] = [];
    const until = performance.now() + bounds.ms;
    for (let page = 0; page < bounds.pages; page += 1) {
      if (performance.now() > until)
        return { outcome: 'unknown', reason: 'timeout', detail: `${page} pages of ${path.at(-1)} took too long` };
      const result = await this.get(path, accessToken, query);
      if (result.outcome !== 'ok') return result;
      const listed = parsed(z.array(schema), result.value.data);
      if (listed.outcome !== 'ok') return listed;
      rows.push(...listed.value);
      const paging = asObject(result.value.paging);
      // The cursor, not the `next` address: that one carries the token and could name any host.
      const after = asNonEmptyText(asObject(paging?.cursors)?.after);
      if (asNonEmptyText(paging?.next) === undefined) return { outcome: 'ok', value: rows };
      if (after === undefined || after === query.after) return unreadable('paging.next without a new cursor');
      query = { ...query, after };
    }
    return unreadable(`more than ${bounds.pages} pages of ${path.at(-1)}`);
  }

  /** Subscribes the app to the account's webhooks: needed once for every tenant's account, after onboarding. */
  async subscribeApp(call: {
    wabaId: string;
    accessToken: string;
    overrideCallbackUri?: string;
    verifyToken?: string;
  }): Promise<GraphResult<void>> {
    const body: GraphPayload = {};
    if (call.overrideCallbackUri !== undefined) {
      body.override_callback_uri = call.overrideCallbackUri;
      body.verify_token = call.verifyToken;
    }
    return succeeded(await this.post([call.wabaId, 'subscribed_apps'], call.accessToken, body));
  }

  private async post(path: string[], accessToken: string, body: GraphPayload): Promise<GraphResult<GraphPayload>> {
    const url = this.url(path);
    if (url === undefined) return notValid('an id in the path is not valid');
    const exchange = await this.exchange({
      method: 'POST',
      url,
      accessToken,
      body: Buffer.from(JSON.stringify(body)),
      contentType: 'application/json',
      timeoutMs: this.timeoutMs,
      maxBytes: MAX_ANSWER_BYTES,
    });
    return 'outcome' in exchange ? exchange : readAnswer(exchange);
  }

  private async get(path: string[], accessToken: string, query: Record<string, string>): Promise<GraphResult<GraphPayload>> {
    const url = this.url(path);
    if (url === undefined) return notValid('an id in the path is not valid');
    const search = new URLSearchParams(query).toString();
    const exchange = await this.exchange({
      method: 'GET',
      url: search === '' ? url : `${url}?${search}`,
      accessToken,
      timeoutMs: this.timeoutMs,
      maxBytes: MAX_ANSWER_BYTES,
    });
    return 'outcome' in exchange ? exchange : readAnswer(exchange);
  }

  /** Ids come from tenants' settings; one with a slash or dots would choose another endpoint. */
  private url(path: string[]): string | undefined {
    return path.every((segment) => PATH_ID.test(segment)) ? `${this.root}/${path.join('/')}` : undefined;
  }

  private async exchange(call: Call): Promise<Exchange | NotSent | Unknown> {
    // undici asks for the first piece of the body only when it has a connection to write to. As long as nobody asked, Meta cannot
    // have the whole request, whatever the error says, and a request without its body is not carried out; afterwards it may be.
    let handedOver = call.body === undefined;
    const deadline = new AbortController();
    // undici heeds the signal only once the request has a connection, so waiting for one is ended here.
    const overdue = new Promise<never>((_resolve, reject) => {
      deadline.signal.addEventListener('abort', () => reject(new Error(`no answer within ${call.timeoutMs} ms`)), { once: true });
    });
    const timer = setTimeout(() => deadline.abort(), call.timeoutMs);
    try {
      return await Promise.race([this.transfer(call, deadline.signal, () => (handedOver = true)), overdue]);
    } catch (error) {
      const detail = describe(error);
      const timedOut = deadline.signal.aborted;
      if (error instanceof errors.InvalidArgumentError) return notValid(detail);
      if (!handedOver || neverConnected(error)) {
        return { outcome: 'not_sent', reason: timedOut ? 'timeout_before_send' : 'connect_failed', detail };
      }
      return { outcome: 'unknown', reason: timedOut ? 'timeout' : 'connection_lost', detail };
    } finally {
      clearTimeout(timer);
    }
  }

  private async transfer(call: Call, signal: AbortSignal, onHandOver: () => void): Promise<Exchange | Unknown> {
    const headers: Record<string, string> = { authorization: `Bearer ${call.accessToken}` };
    if (call.body) {
      headers['content-type'] = call.contentType ?? 'application/octet-stream';
      headers['content-length'] = String(call.body.length);
    }
    const response = await request(call.url, {
      method: call.method,
      headers,
      // undici takes any iterable; only its type declaration does not say so.
      body: call.body && (handOver(call.body, signal, onHandOver) as unknown as Readable),
      dispatcher: this.dispatcher,
      signal,
      // The deadline covers all of it.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const chunks: Buffer[] = [];
    let received = 0;
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      received += chunk.length;
      // Leaving the loop closes the connection.
      if (received > call.maxBytes) return unreadable(`the answer has more than ${call.maxBytes} bytes`);
      chunks.push(chunk);
    }
    return { status: response.statusCode, headers: response.headers, bytes: Buffer.concat(chunks) };
  }

  private async openOnce(
    address: string,
    call: { accessToken: string; signal: AbortSignal },
  ): Promise<Dispatcher.ResponseData | NotSent | Unknown> {
    const isOurGraph = new URL(address).origin === this.baseUrl.origin;
    try {
      return await request(address, {
        method: 'GET',
        headers: { authorization: `Bearer ${call.accessToken}` },
        dispatcher: isOurGraph ? this.dispatcher : (this.mediaAgent ??= new Agent({ connect: { lookup: lookupPublic } })),
        signal: call.signal,
        headersTimeout: this.timeoutMs,
        // Between two pieces of the body.
        bodyTimeout: this.timeoutMs,
      });
    } catch (error) {
      const detail = describe(error);
      if (error instanceof errors.InvalidArgumentError) return notValid(detail);
      if ((error as { code?: unknown }).code === 'ENOTPUBLIC') return { outcome: 'not_sent', reason: 'host_not_allowed', detail };
      if (neverConnected(error)) return { outcome: 'not_sent', reason: 'connect_failed', detail };
      return { outcome: 'unknown', reason: call.signal.aborted || isTimeout(error) ? 'timeout' : 'connection_lost', detail };
    }
  }

  private refuseMediaUrl(address: string): string | undefined {
    if (!URL.canParse(address)) return 'the media address is not an absolute URL';
    const url = new URL(address);
    if (url.username !== '' || url.password !== '') return 'the media address carries credentials';
    if (url.origin === this.baseUrl.origin) return undefined;
    if ((url.protocol === 'https:' || url.protocol === 'http:') && this.mediaHosts.has(url.host)) return undefined;
    const metaHost = META_MEDIA_HOSTS.includes(url.host) || META_MEDIA_SUFFIXES.some((suffix) => url.host.endsWith(suffix));
    return url.protocol === 'https:' && metaHost
      ? undefined
      : `media is not fetched from ${url.origin}; Meta's hosts over https are expected`;
  }
}

async function* handOver(body: Buffer | StreamedBody, signal: AbortSignal, onHandOver: () => void): AsyncGenerator<Uint8Array> {
  // The caller may already have been told that nothing was sent; then nothing may be.
  signal.throwIfAborted();
  onHandOver();
  if (Buffer.isBuffer(body)) yield body;
  else yield* body.chunks();
}

const headerOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

const isTimeout = (error: unknown): boolean => error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError;

/** As much of a refusal as its reasons need. */
async function beginningOf(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let received = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      if ((received += chunk.length) > MAX_ANSWER_BYTES) break;
    }
  } catch {
    // The status has said it already.
  }
  return Buffer.concat(chunks);
}

/** Errors of name resolution and of connecting; with several addresses tried, of every one of them. */
function neverConnected(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.length > 0 && error.errors.every(neverConnected);
  if (error instanceof errors.ConnectTimeoutError) return true;
  const { syscall } = error as { syscall?: unknown };
  return syscall === 'connect' || syscall === 'getaddrinfo';
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? `${code}: ${error.message}` : error.message;
}

function readAnswer(exchange: Exchange): GraphResult<GraphPayload> {
  const refused = refusal(exchange);
  if (refused) return refused;
  const value = parseObject(exchange.bytes);
  if (exchange.status >= 200 && exchange.status < 300 && value) return { outcome: 'ok', value };
  return unreadable(`HTTP ${exchange.status} with a body that is not Graph's`, exchange.status);
}

/** A Graph error whatever the status, or a 4xx of anybody: in both cases nothing was done. */
function refusal(exchange: Exchange): Rejected | undefined {
  const error = asObject(parseObject(exchange.bytes)?.error);
  const code = asNumber(error?.code);
  const graphError = error !== undefined && (code !== undefined || typeof error.message === 'string');
  // 408 says that the server gave up on us, not that it did nothing.
  const clientError = exchange.status >= 400 && exchange.status < 500 && exchange.status !== 408;
  if (!graphError && !clientError) return undefined;
  const verdict = classifyError({
    code,
    subcode: asNumber(error?.error_subcode),
    httpStatus: exchange.status,
    details: asNonEmptyText(asObject(error?.error_data)?.details) ?? asNonEmptyText(error?.error_user_msg),
    transient: asBoolean(error?.is_transient),
    headers: exchange.headers,
  });
  return {
    outcome: 'rejected',
    error: {
      ...verdict,
      httpStatus: exchange.status,
      message: asNonEmptyText(error?.message),
      fbtraceId: asNonEmptyText(error?.fbtrace_id),
    },
  };
}

function parseObject(bytes: Buffer): GraphPayload | undefined {
  try {
    return asObject(JSON.parse(bytes.toString('utf8')));
  } catch {
    return undefined;
  }
}

function parsed<Value>(schema: z.ZodType<Value>, value: unknown): GraphResult<Value> {
  const result = schema.safeParse(value);
  return result.success ? { outcome: 'ok', value: result.data } : unreadable(z.prettifyError(result.error), 200);
}

function succeeded(result: GraphResult<GraphPayload>): GraphResult<void> {
  if (result.outcome !== 'ok') return result;
  return result.value.success === true ? { outcome: 'ok', value: undefined } : unreadable('the answer does not say success');
}

function unreadable(detail: string, httpStatus?: number): Unknown {
  return { outcome: 'unknown', reason: 'answer_not_readable', detail, ...(httpStatus === undefined ? {} : { httpStatus }) };
}

function notValid(detail: string): NotSent {
  return { outcome: 'not_sent', reason: 'request_not_valid', detail };
}

/** RFC 7578, with the fields Meta's media endpoint asks for. By hand so that the body goes the same counted way as every other. */
function multipart({ sizeBytes, chunks, mimeType, filename }: FileToUpload): { body: StreamedBody; contentType: string } {
  const boundary = `chasqui-${randomBytes(16).toString('hex')}`;
  const type = mimeType.replace(/[\r\n]/g, '');
  const name = filename
    .replace(/[\r\n]/g, ' ')
    .replaceAll('"', '%22')
    .toWellFormed();
  const field = (key: string, value: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`;
  const head = Buffer.from(
    `${field('messaging_product', 'whatsapp')}${field('type', type)}--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    body: {
      length: head.length + sizeBytes + tail.length,
      async *chunks() {
        yield head;
        yield* chunks();
        yield tail;
      },
    },
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}
