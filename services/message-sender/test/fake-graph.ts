import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Post {
  phoneNumberId: string;
  token: string;
  body: Record<string, any>;
  wamid: string;
}

/**
 * What happens to one request:
 * - accept: taken and answered; - drop: taken, and the connection ends without an answer;
 * - a number: refused with this code of Meta's; - a function: taken, the answer leaves when it resolves.
 */
export type Behaviour = 'accept' | 'drop' | number | ((post: Post) => Promise<void>);

/** The messages endpoint of the Graph API, on a port of its own, with behaviour to order for each number. */
export class FakeGraph {
  /** Every request whose body arrived, in their order. */
  readonly posts: Post[] = [];
  readonly #scripts = new Map<string, Behaviour[]>();
  #server: Server | undefined;
  #port = 0;
  #wamids = 0;

  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

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
    const [, , phoneNumberId = ''] = request.url!.split('/');
    const post: Post = {
      phoneNumberId,
      token: (request.headers.authorization ?? '').replace('Bearer ', ''),
      body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, any>,
      wamid: `wamid.${phoneNumberId}.${++this.#wamids}`,
    };
    this.posts.push(post);
    const behaviour = this.#scripts.get(phoneNumberId)?.shift() ?? 'accept';
    if (behaviour === 'drop') return void request.socket.destroy();
    if (typeof behaviour === 'function') await behaviour(post);
    response.setHeader('content-type', 'application/json');
    if (typeof behaviour === 'number') {
      response.statusCode = 400;
      response.end(JSON.stringify({ error: { message: `(#${behaviour})`, type: 'OAuthException', code: behaviour } }));
      return;
    }
    response.end(
      JSON.stringify({ messaging_product: 'whatsapp', contacts: [{ input: post.body.to, wa_id: '1' }], messages: [{ id: post.wamid }] }),
    );
  }
}
