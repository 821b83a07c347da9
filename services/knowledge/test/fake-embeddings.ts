import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Words that mean the same to it, a dimension each; what it does not know has a direction of its own. */
const MEANINGS: readonly (readonly string[])[] = [
  ['refund', 'money', 'reimburse'],
  ['dog', 'puppy', 'pet'],
  ['open', 'hours', 'close'],
  ['kayak', 'boat', 'canoe'],
];

/** A vector by which texts that speak of the same have like directions. */
export function vectorOf(text: string): number[] {
  const about = MEANINGS.map((words) => (words.some((word) => text.toLowerCase().includes(word)) ? 1 : 0));
  const other = about.some((value) => value > 0) ? 0 : 1;
  return [...about, other, ...[...text].slice(0, 3).map((letter) => (letter.codePointAt(0)! % 10) / 1_000), 0, 0, 0].slice(0, 8);
}

/** An OpenAI-compatible server for embeddings on a real socket, which knows a few meanings and does what a test tells it to. */
export class FakeEmbeddings {
  /** Every text that it made a vector of. */
  readonly texts: string[] = [];
  readonly requests: { model: string; input: string[]; authorization: string | undefined }[] = [];
  /** Says whether a request fails, and with which status. */
  refuse: (input: readonly string[]) => number | undefined = () => undefined;
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const piece of request) body += piece;
    const { model, input } = JSON.parse(body) as { model: string; input: string[] };
    this.requests.push({ model, input, authorization: request.headers.authorization });
    const status = this.refuse(input);
    response.writeHead(status ?? 200, { 'content-type': 'application/json' });
    if (status !== undefined) return void response.end(JSON.stringify({ error: { message: input.join(' ') } }));
    this.texts.push(...input);
    const data = input.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text) }));
    response.end(
      JSON.stringify({ object: 'list', model, data, usage: { prompt_tokens: input.length * 3, total_tokens: input.length * 3 } }),
    );
  }
}
