import type { Readable } from 'node:stream';
import { Agent, errors, request } from 'undici';
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { lookupPublic } from '#egress';
import { describe, exchange, isTimeout, neverConnected, type Call } from './graph-exchange.js';
import type { GraphPayload } from './graph-payload.js';
import { notValid, parsed, readAnswer, refusal, succeeded, unreadable } from './graph-results.js';
import type { GraphResult, NotSent, SendResult, Unknown } from './graph-results.js';
import { GRAPH_VERSION } from './graph-version.js';
import { multipart, type FileToUpload } from './multipart.js';
import { asId, asNonEmptyText, asNumber, asObject, objectsOf } from './read-json.js';

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
  health_status: z
    .looseObject({ entities: z.array(z.looseObject({ entity_type: z.string(), id: z.coerce.string().optional() })).optional() })
    .optional(),
});
/** A number as Graph describes it, in Graph's own shape; holds the fields that were asked for. */
export type GraphPhoneNumber = z.infer<typeof phoneNumberSchema>;

/** One field the token may not read fails the whole call with code 10, so the default asks only for what everybody may see. */
const PHONE_NUMBER_FIELDS = ['verified_name', 'display_phone_number', 'quality_rating', 'status', 'name_status', 'throughput'];
const NUMBERS_PAGE_SIZE = 100;
// An account has 20 numbers, and a few hundred where Meta has raised that.
const MAX_NUMBER_PAGES = 20;

/** Where Meta serves media from. A media URL is data from outside, and the request carries the tenant's token. */
const META_MEDIA_HOSTS = ['lookaside.fbsbx.com', 'graph.facebook.com', 'mmg.whatsapp.net'];
const META_MEDIA_SUFFIXES = ['.fbcdn.net', '.fbsbx.com', '.whatsapp.net'];

const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const MAX_REDIRECTS = 3;

// The id of an upload ends in `=`.
const PATH_ID = /^[A-Za-z0-9_:=-]{1,512}$/;

/** The Cloud API. Expected failures are results, never exceptions. */
export class GraphClient {
  private readonly baseUrl: URL;
  private readonly root: string;
  private readonly timeoutMs: number;
  protected readonly transferTimeoutMs: number;
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

  /** POST /{phone_number_id}/messages, or the edge for promotions. `message` is what toGraphPayload built. */
  async sendMessage({
    phoneNumberId,
    accessToken,
    message,
    edge = 'messages',
  }: NumberCall & { message: GraphPayload; edge?: 'messages' | 'marketing_messages' }): Promise<SendResult> {
    const result = await this.post([phoneNumberId, edge], accessToken, message);
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
    const { accessToken } = call;
    const result = await this.call(
      { method: 'POST', accessToken, body: form.body, contentType: form.contentType, timeoutMs: this.transferTimeoutMs },
      [call.phoneNumberId, 'media'],
    );
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

  /** Ends the subscription of the app to the account’s webhooks: WhatsApp delivers nothing of the account any more. */
  async unsubscribeApp({ wabaId, accessToken }: { wabaId: string; accessToken: string }): Promise<GraphResult<void>> {
    return succeeded(await this.call({ method: 'DELETE', accessToken }, [wabaId, 'subscribed_apps']));
  }

  protected post(path: string[], accessToken: string, body: GraphPayload): Promise<GraphResult<GraphPayload>> {
    return this.call({ method: 'POST', accessToken, body: Buffer.from(JSON.stringify(body)), contentType: 'application/json' }, path);
  }

  protected get(path: string[], accessToken: string, query: Record<string, string>): Promise<GraphResult<GraphPayload>> {
    return this.call({ method: 'GET', accessToken }, path, query);
  }

  protected async call(
    call: Omit<Call, 'url' | 'maxBytes' | 'timeoutMs'> & { timeoutMs?: number },
    path: string[],
    query: Record<string, string> = {},
  ): Promise<GraphResult<GraphPayload>> {
    const url = this.url(path);
    if (url === undefined) return notValid('an id in the path is not valid');
    const search = new URLSearchParams(query).toString();
    const answer = await exchange(
      { timeoutMs: this.timeoutMs, ...call, url: search === '' ? url : `${url}?${search}`, maxBytes: MAX_ANSWER_BYTES },
      this.dispatcher,
    );
    return 'outcome' in answer ? answer : readAnswer(answer);
  }

  /** Ids come from tenants' settings; one with a slash or dots would choose another endpoint. */
  private url(path: string[]): string | undefined {
    return path.every((segment) => PATH_ID.test(segment)) ? `${this.root}/${path.join('/')}` : undefined;
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

const headerOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

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
