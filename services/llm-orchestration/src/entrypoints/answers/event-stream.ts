import type { FastifyReply } from 'fastify';
import { problemBody, toProblem } from '#service-kit';

/** A proxy that hears nothing for longer may end the connection. */
const HEARTBEAT_MS = 15_000;

/** An answer as server-sent events (HTML Standard, section 9.2). Until the first event the request can still be refused. */
export class EventStream {
  readonly #left = new AbortController();
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(private readonly reply: FastifyReply) {
    reply.raw.once('close', () => {
      clearInterval(this.#heartbeat);
      if (!reply.raw.writableFinished) this.#left.abort();
    });
  }

  /** Aborted when the caller leaves before the end. */
  get left(): AbortSignal {
    return this.#left.signal;
  }

  get isOpen(): boolean {
    return this.reply.sent;
  }

  /** Sends the headers, once. */
  open(): void {
    if (this.isOpen) return;
    const { raw } = this.reply;
    this.reply.hijack();
    raw.writeHead(200, {
      ...(this.reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // nginx gathers an answer before it passes it on, unless it is told not to.
      'x-accel-buffering': 'no',
    });
    raw.flushHeaders();
    this.#heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS).unref();
  }

  send(event: string, data: object): void {
    this.open();
    if (!this.left.aborted) this.reply.raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Does what sends the events, and ends the stream with it. What fails before the first event is thrown. */
  async run(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.isOpen) throw error;
      this.fail(error);
    } finally {
      this.end();
    }
  }

  /** The last event of an answer that failed half-way: `error`, with a problem. */
  fail(error: unknown): void {
    this.send('error', problemBody(toProblem(error)));
  }

  end(): void {
    if (this.isOpen) this.reply.raw.end();
  }
}
