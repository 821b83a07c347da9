import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TemplatesAtGraph } from './fake-graph-templates.js';

export interface Post {
  phoneNumberId: string;
  /** `messages`, or `marketing_messages`. */
  edge: string;
  token: string;
  body: Record<string, any>;
  wamid: string;
}

/**
 * What happens to one request:
 * - accept: taken and answered; - drop: taken, and the connection ends without an answer;
 * - a number: refused with this code of Meta's; - a function: taken, the answer leaves when it resolves, and is a refusal if it gives a code.
 */
export type Behaviour = 'accept' | 'drop' | number | ((post: Post) => Promise<number | void>);

/** A customer's file at WhatsApp. */
export interface FileAtGraph {
  bytes: Buffer;
  mimeType: string;
  /** Of other bytes, for a file that is not what it was announced as. */
  sha256?: string;
  /** What comes before the file does, one each time: a refusal with one of Meta's codes, an address that has ended, or no answer at all. */
  faults?: (number | 'address-ended' | 'drop')[];
  /** Where its bytes are; here by default. */
  url?: string;
}

export interface UploadAtGraph {
  id: string;
  phoneNumberId: string;
  token: string;
  form: FormData;
}

/** The messages and media endpoints of the Graph API, on a port of its own, with behaviour to order for each number. */
export class FakeGraph {
  /** Every request whose body arrived, in their order. */
  readonly posts: Post[] = [];
  readonly files = new Map<string, FileAtGraph>();
  readonly templates = new TemplatesAtGraph();
  readonly uploads: UploadAtGraph[] = [];
  /** Called when an upload is here; it is answered when this resolves. */
  onUpload: () => Promise<void> = () => Promise.resolve();
  /** Codes with which the next uploads are refused. */
  readonly uploadFaults: number[] = [];
  /** Requests for files, in their order. */
  readonly asked: string[] = [];
  readonly #scripts = new Map<string, Behaviour[]>();
  #server: Server | undefined;
  #port = 0;
  #wamids = 0;

  /** Asked for every message first: a code of Meta's refuses it. */
  refuses: (post: Post) => number | undefined = () => undefined;

  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** What the account of a number is called, where that is not the number. */
  readonly accounts = new Map<string, string>();

  /** Connections are refused until the next start, which is on the same port. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The next requests of a number, one behaviour each; afterwards it accepts. */
  script(phoneNumberId: string, ...behaviours: Behaviour[]): void {
    this.#scripts.set(phoneNumberId, behaviours);
  }

  of(phoneNumberId: string): Post[] {
    return this.posts.filter((post) => post.phoneNumberId === phoneNumberId);
  }

  texts(phoneNumberId: string): string[] {
    return this.of(phoneNumberId).map((post) => post.body.text.body as string);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [, , phoneNumberId = '', edge = ''] = request.url!.split('/');
    const answered = this.templates.answer(request, Buffer.concat(chunks));
    if (answered)
      return void response.writeHead(answered.status, { 'content-type': 'application/json' }).end(JSON.stringify(answered.body));
    if (request.method === 'GET') return this.#answerFile(request, response);
    if (edge === 'media') return this.#answerUpload(request, response, phoneNumberId, Buffer.concat(chunks));
    const post: Post = {
      phoneNumberId,
      edge,
      token: (request.headers.authorization ?? '').replace('Bearer ', ''),
      body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, any>,
      wamid: `wamid.${phoneNumberId}.${++this.#wamids}`,
    };
    this.posts.push(post);
    const behaviour = this.refuses(post) ?? this.#scripts.get(phoneNumberId)?.shift() ?? 'accept';
    if (behaviour === 'drop') return void request.socket.destroy();
    const refusal = typeof behaviour === 'function' ? await behaviour(post) : behaviour;
    response.setHeader('content-type', 'application/json');
    if (typeof refusal === 'number') {
      response.statusCode = 400;
      response.end(JSON.stringify({ error: { message: `(#${refusal})`, type: 'OAuthException', code: refusal } }));
      return;
    }
    response.end(
      JSON.stringify({
        messaging_product: 'whatsapp',
        contacts: [{ input: post.body.to, wa_id: this.accounts.get(String(post.body.to)) ?? String(post.body.to).replace(/\D/g, '') }],
        messages: [{ id: post.wamid }],
      }),
    );
  }

  /** `GET /<version>/<id>` says where a file is, `GET /files/<id>` gives it. */
  #answerFile(request: IncomingMessage, response: ServerResponse): void {
    const [, first, rest = ''] = request.url!.split('/');
    const id = rest.split('?')[0]!;
    this.asked.push(request.url!);
    const file = this.files.get(id);
    const isInfo = first !== 'files';
    const fault = file?.faults?.[0];
    const applies = typeof fault === 'number' ? isInfo : fault !== undefined && !isInfo;
    if (applies) file!.faults!.shift();
    if (!file || (applies && typeof fault === 'number')) {
      const code = typeof fault === 'number' ? fault : 100;
      response.writeHead(400, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify({ error: { message: '', code, ...(code === 100 ? { error_subcode: 33 } : {}) } }));
    }
    if (applies && fault === 'drop') return void request.socket.destroy();
    if (applies) return void response.writeHead(404).end();
    if (!isInfo) {
      if (!request.headers.authorization) return void response.writeHead(401).end();
      return void response.writeHead(200, { 'content-type': file.mimeType }).end(file.bytes);
    }
    const sha256 = file.sha256 ?? createHash('sha256').update(file.bytes).digest('base64');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ id, url: file.url ?? `${this.url}/files/${id}`, mime_type: file.mimeType, sha256 }));
  }

  async #answerUpload(request: IncomingMessage, response: ServerResponse, phoneNumberId: string, body: Buffer): Promise<void> {
    await this.onUpload();
    const fault = this.uploadFaults.shift();
    if (fault !== undefined) {
      response.writeHead(400, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify({ error: { message: '', code: fault } }));
    }
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': request.headers['content-type']! } }).formData();
    const upload = {
      id: String(9_000 + this.uploads.length),
      phoneNumberId,
      token: (request.headers.authorization ?? '').replace('Bearer ', ''),
      form,
    };
    this.uploads.push(upload);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ id: upload.id }));
  }
}
