import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What is not more is read over, whoever sends it. */
const SMALL_BYTES = 64 * 1024;
/** Larger bodies that are read over at a time: what is thrown away is in memory for a moment too. */
const MAX_READ_OVER = 16;
/** So long somebody may go on sending what was refused. */
const LINGER_MS = 30_000;
/** So long somebody whose body is not read may take the answer. */
const HEAR_WITHIN_MS = 1_000;

/**
 * What becomes of a body that was answered before its end. Many callers read the answer only when they have sent everything, and a
 * connection that is closed meanwhile takes the answer with it (the kernel resets it, RFC 9112, section 9.6), so the rest is read and thrown
 * away: for a few at a time. The others' is left where it is, in their own buffers, and their connection ends a second after the answer.
 */
export class UnreadBodies {
  #readOver = 0;

  /** Before the answer is sent. */
  answering(request: FastifyRequest, reply: FastifyReply): void {
    const { raw } = request;
    const bytes = announcedBytes(raw);
    if (bytes === 0 || raw.complete || raw.destroyed) return;
    if (bytes <= SMALL_BYTES) return readOver(raw);
    if (this.#readOver >= MAX_READ_OVER) return leave(raw, reply);
    this.#readOver++;
    const timer = setTimeout(() => raw.destroy(), LINGER_MS).unref();
    raw.once('close', () => {
      this.#readOver--;
      clearTimeout(timer);
    });
    // Fastify, and some of ours, ask for the end of the connection.
    reply.removeHeader('connection');
    readOver(raw);
  }
}

/** What a request says that it brings; of a body without a length anything. */
export function announcedBytes({ headers }: Pick<IncomingMessage, 'headers'>): number {
  return headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : Infinity;
}

function readOver(raw: IncomingMessage): void {
  raw.unpipe();
  raw.resume();
}

function leave(raw: IncomingMessage, reply: FastifyReply): void {
  const { socket } = raw;
  reply.header('connection', 'close');
  raw.unpipe();
  raw.pause();
  // Node reads over what nobody has begun to read.
  raw.read(0);
  // And closes at once, with what is unread: the answer could not be heard.
  socket.destroySoon = () => {
    socket.end();
    setTimeout(() => socket.destroy(), HEAR_WITHIN_MS).unref();
  };
}
