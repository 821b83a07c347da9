import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { addressBlock, ByteBudget, CONFIG, cutSlowSender, Metrics } from '#service-kit';
import type { Config } from '../../config.js';
import { clientAddress } from '../../domain/api/client-address.js';

/** Bodies that are being received or answered at a time, of all routes. */
const MAX_REQUESTS = 2_048;
/** A file is in memory as far as it is on its way: in the buffers of both connections. */
const STREAMED_BYTES = 256 * 1024;
const LOOK_EVERY_MS = 1_000;
/** A file has to go on: so many bytes in so long, which is 3 KB a second. */
const PROGRESS_BYTES = 32 * 1024;
const PROGRESS_MS = 10_000;

interface Body {
  raw: IncomingMessage;
  /** By `performance.now()`: when it has to be here, or of a file when it has to be further. */
  dueAtMs: number;
  /** Of a file: what the connection had brought when it was last looked at. */
  bytesRead: number | undefined;
  giveBack: () => void;
}

/**
 * The room for bodies that are being received, one for all routes: what is announced counts from the first line on until the request is
 * answered, and no address has more than half. Whoever announces and then withholds is cut, and the room is there again.
 */
@Injectable()
export class Receiving implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #budget: ByteBudget;
  readonly #bodies = new Set<Body>();
  readonly #refused;
  #looking: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    metrics: Metrics,
  ) {
    this.#budget = new ByteBudget({ bytes: config.RECEIVE_BYTES, requests: MAX_REQUESTS });
    this.#refused = metrics.counter({
      name: 'chasqui_bodies_refused_total',
      help: 'Bodies that were not received',
      labelNames: ['reason'],
    });
  }

  onApplicationBootstrap(): void {
    this.#looking = setInterval(() => this.#cutOverdue(), LOOK_EVERY_MS);
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.#looking);
  }

  /** @returns whether there is room for the body, which has to be here in so long */
  admit(raw: IncomingMessage, response: ServerResponse, bytes: number, withinMs: number): boolean {
    return this.#take(raw, response, bytes, { dueAtMs: performance.now() + withinMs, bytesRead: undefined });
  }

  /** The same for a file, which passes through. */
  admitStream(raw: IncomingMessage, response: ServerResponse): boolean {
    return this.#take(raw, response, STREAMED_BYTES, { dueAtMs: performance.now() + PROGRESS_MS, bytesRead: raw.socket.bytesRead });
  }

  #take(raw: IncomingMessage, response: ServerResponse, bytes: number, due: Pick<Body, 'dueAtMs' | 'bytesRead'>): boolean {
    const address = clientAddress(raw.socket.remoteAddress ?? '', raw.headers['x-forwarded-for'], this.config.TRUSTED_PROXY_HOPS);
    const giveBack = this.#budget.take(bytes, addressBlock(address));
    if (!giveBack) {
      this.#refused.inc({ reason: 'no_room' });
      return false;
    }
    const body = { raw, ...due, giveBack };
    this.#bodies.add(body);
    response.once('close', () => this.#release(body));
    return true;
  }

  #release(body: Body): void {
    this.#bodies.delete(body);
    body.giveBack();
  }

  #cutOverdue(): void {
    const nowMs = performance.now();
    for (const body of this.#bodies) {
      const { raw, dueAtMs } = body;
      // An answer that waits for another in front of it does not hear that the connection has ended.
      if (raw.socket.destroyed) this.#release(body);
      else if (!raw.complete && dueAtMs <= nowMs && !hasProgressed(body, nowMs)) this.#cut(body);
    }
  }

  #cut(body: Body): void {
    this.#refused.inc({ reason: 'too_slow' });
    this.#release(body);
    cutSlowSender(body.raw.socket);
  }
}

/** A file whose sender waits for us, because whoever keeps it does not take it, is nobody's fault here. */
function hasProgressed(body: Body, nowMs: number): boolean {
  if (body.bytesRead === undefined) return false;
  const { raw } = body;
  const isWaitingForUs = raw.isPaused() || raw.readableLength > 0;
  if (!isWaitingForUs && raw.socket.bytesRead - body.bytesRead < PROGRESS_BYTES) return false;
  body.bytesRead = raw.socket.bytesRead;
  body.dueAtMs = nowMs + PROGRESS_MS;
  return true;
}
