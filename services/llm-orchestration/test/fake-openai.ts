import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Behaviour = (response: ServerResponse, attempt: number) => void;

/** One piece of a streamed chat completion, as OpenAI sends it. */
export const chunk = (content: unknown, finishReason: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content }, finish_reason: finishReason }] })}\n\n`;
/** @param usage JSON, so that it can hold numbers that JSON.stringify does not write */
export const usage = (usage: string): string => `data: {"id":"c","object":"chat.completion.chunk","choices":[],"usage":${usage}}\n\n`;
const USAGE = usage('{"prompt_tokens":120,"completion_tokens":7,"total_tokens":127}');

export const stream = (response: ServerResponse): ServerResponse => response.writeHead(200, { 'content-type': 'text/event-stream' });
export const whole =
  (text: string, finishReason = 'stop'): Behaviour =>
  (response) =>
    void stream(response).end(
      `${[...(text.match(/[^]{1,8}/g) ?? [])].map((piece) => chunk(piece)).join('')}${chunk('', finishReason)}${USAGE}data: [DONE]\n\n`,
    );

/** An OpenAI-compatible server on a real socket that does what a test tells it to. */
export class FakeOpenAi {
  readonly requests: {
    model: string;
    stream: boolean;
    temperature?: number;
    messages: { role: string; content: string }[];
    response_format?: object;
  }[] = [];
  readonly authorizations: (string | undefined)[] = [];
  behave: Behaviour = whole('Fine.');
  readonly #open = new Set<ServerResponse>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `${this.url}/v1`;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** All that the newest request said. */
  get prompt(): string {
    return this.requests
      .at(-1)!
      .messages.map(({ content }) => content)
      .join('\n');
  }

  /** Ends every answer that is still open with this. */
  endAll(text: string): void {
    for (const response of this.#open) response.end(text);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const piece of request) body += piece;
    this.requests.push(JSON.parse(body));
    this.authorizations.push(request.headers.authorization);
    this.#open.add(response.once('close', () => this.#open.delete(response)));
    this.behave(response, this.requests.length);
  }
}
