import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface GraphNumber {
  phoneNumberId: string;
  wabaId: string;
  accessToken: string;
}

/**
 * `everything`: confirms whatever it is asked. `numbers`: what is listed, as Graph would. The others are what stands between us and Graph, or
 * in its place.
 */
export type GraphMode = 'everything' | 'numbers' | 'drops' | 'hangs' | 'fails' | 'throttles' | 'records' | 'not-found';

/** The part of Graph that says whose numbers are. */
export class GraphDouble {
  mode: GraphMode;
  numbers: GraphNumber[] = [];
  readonly asked: { method: string; path: string; token: string }[] = [];
  readonly #seen = new Set<string>();
  readonly #waiting: ServerResponse[] = [];
  #server!: Server;
  url = '';

  private constructor(mode: GraphMode) {
    this.mode = mode;
  }

  static async start(mode: GraphMode = 'everything'): Promise<GraphDouble> {
    const double = new GraphDouble(mode);
    double.#server = createServer((request, response) => {
      request.resume();
      request.on('end', () =>
        double.#answer(request.method!, request.url!, request.headers.authorization?.replace('Bearer ', '') ?? '', response),
      );
    });
    await new Promise<void>((resolve) => double.#server.listen(0, '127.0.0.1', resolve));
    double.url = `http://127.0.0.1:${(double.#server.address() as AddressInfo).port}`;
    return double;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(method: string, url: string, token: string, response: ServerResponse): void {
    const [, , id = '', edge] = url.split('?')[0]!.split('/');
    this.asked.push({ method, path: url, token });
    const say = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const no = (code: number, subcode?: number): void =>
      say(code === 190 ? 401 : 400, {
        error: {
          message: code === 190 ? `Malformed access token ${token}` : 'no such object',
          type: 'OAuthException',
          code,
          error_subcode: subcode,
          fbtrace_id: 'A',
        },
      });
    switch (this.mode) {
      case 'drops':
        return void response.destroy();
      case 'hangs':
        return void this.#waiting.push(response);
      case 'fails':
        return say(500, { error: { message: 'Service temporarily unavailable', code: 2, type: 'OAuthException' } });
      case 'throttles':
        return say(400, { error: { message: 'Too many calls', code: 80007, type: 'OAuthException' } });
      case 'records':
        return say(200, { messaging_product: 'whatsapp', messages: [{ id: 'wamid.1' }] });
      case 'not-found':
        return say(404, { message: 'Cannot GET this' });
      case 'everything':
        if (edge === undefined) this.#seen.add(id);
        return say(200, edge === 'phone_numbers' ? { data: [...this.#seen].map((seen) => ({ id: seen })) } : { id, success: true });
      case 'numbers': {
        const own = this.numbers.filter(({ accessToken }) => accessToken === token);
        if (own.length === 0) return no(190);
        if (edge === undefined) return own.some(({ phoneNumberId }) => phoneNumberId === id) ? say(200, { id }) : no(100, 33);
        const ofAccount = own.filter(({ wabaId }) => wabaId === id);
        if (ofAccount.length === 0) return no(100, 33);
        return say(
          200,
          edge === 'phone_numbers' ? { data: ofAccount.map(({ phoneNumberId }) => ({ id: phoneNumberId })) } : { success: true },
        );
      }
    }
  }
}
