import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { addressBlock, ByteBudget, CONFIG, cutSlowSender, Metrics } from '#service-kit';
import type { Config } from '../../config.js';
import { clientAddress } from '../../domain/api/client-address.js';

/** Maximum of bodies that are being received or answered at a time, over all routes. */
const MAX_REQUESTS = 2_048;
/** What a file in transit takes: the buffers of both connections. */
const STREAMED_BYTES = 256 * 1024;
const LOOK_EVERY_MS = 1_000;
/** A file must make this progress in this time: 3 KB per second. */
const PROGRESS_BYTES = 32 * 1024;
const PROGRESS_MS = 10_000;

interface Body {
  raw: IncomingMessage;
  /** Deadline (`performance.now()`) of the body, or of a file's next progress. */
  dueAtMs: number;
  /** For a file: bytes that the connection had read at the last check. */
  bytesRead: number | undefined;
  giveBack: () => void;
}

/**
 * Bounds the bytes of bodies that are being received, over all routes. An announced body counts from its first line until its request is
 * answered, and no address gets more than half. A sender who announces a body and then withholds it is cut.
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

  /** @returns whether there is room for the body, which must arrive within `withinMs` */
  admit(raw: IncomingMessage, response: ServerResponse, bytes: number, withinMs: number): boolean {
    return this.#take(raw, response, bytes, { dueAtMs: performance.now() + withinMs, bytesRead: undefined });
  }

  /** The same for a file that passes through. */
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
      // An answer that waits behind another gets no `close` when the connection ends.
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

/** Does not blame the sender of a file while we ourselves wait for the service that stores it. */
function hasProgressed(body: Body, nowMs: number): boolean {
  if (body.bytesRead === undefined) return false;
  const { raw } = body;
  const isWaitingForUs = raw.isPaused() || raw.readableLength > 0;
  if (!isWaitingForUs && raw.socket.bytesRead - body.bytesRead < PROGRESS_BYTES) return false;
  body.bytesRead = raw.socket.bytesRead;
  body.dueAtMs = nowMs + PROGRESS_MS;
  return true;
}
