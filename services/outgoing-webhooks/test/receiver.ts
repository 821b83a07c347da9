import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface Received {
  path: string;
  id: string;
  signature: string;
  body: { type: string; timestamp: string; data: Record<string, any> };
  text: string;
  headers: Record<string, string>;
}

type Answer = (received: Received, response: ServerResponse, request: IncomingMessage) => unknown;

/** A tenant's own system: takes webhooks, and answers as the test says. */
export class TestReceiver {
  readonly received: Received[] = [];
  readonly #answers = new Map<string, Answer>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<TestReceiver> {
    const server = createServer();
    const receiver = new TestReceiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const headers = request.headers as Record<string, string>;
        const path = request.url!;
        const received = {
          path,
          id: headers['webhook-id']!,
          signature: headers['webhook-signature']!,
          body: JSON.parse(text),
          text,
          headers,
        };
        receiver.received.push(received);
        const answer = receiver.#answers.get(path);
        if (answer) answer(received, response, request);
        else response.end('ok');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  url(path: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  /** @param answer undefined for 200 */
  answers(path: string, answer: Answer | number | undefined): void {
    if (answer === undefined) this.#answers.delete(path);
    else this.#answers.set(path, typeof answer === 'number' ? (_, response) => response.writeHead(answer).end() : answer);
  }

  at(path: string): Received[] {
    return this.received.filter((each) => each.path === path);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** By the independent verifier; its clock allows five minutes. */
export const isSigned = ({ text, headers }: Received, secret: string): boolean => {
  try {
    new Webhook(secret).verify(text, headers);
    return true;
  } catch {
    return false;
  }
};
