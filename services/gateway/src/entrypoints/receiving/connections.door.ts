import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addressBlock, CONFIG, Metrics, Problem, problemBody, SECURITY_HEADERS } from '#service-kit';
import type { Config } from '../../config.js';
import { clientAddress } from '../../domain/api/client-address.js';
import { addressOf } from '../caller.js';

/** Maximum of requests that one connection may send ahead of their answers. */
const MAX_AHEAD = 16;
const LOOK_EVERY_MS = 250;

interface Connection {
  /** Answers in progress. An answer that waits behind another never gets the connection's `close`. */
  answers: Set<ServerResponse>;
  /** Since when (`performance.now()`) answer bytes wait for the reader. */
  waitingSinceMs: number | undefined;
  /** Uncount the connection and its requests. */
  leave: Set<() => void>;
}

/**
 * Limits connections and cuts slow readers. The limit per address counts connections; behind our own proxies, which own the connections, it
 * counts requests at a time. Live connections have their own limits once they are upgraded.
 */
@Injectable()
export class Connections implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #byBlock = new Map<string, number>();
  readonly #open = new Map<Socket, Connection>();
  readonly #cut;
  #looking: NodeJS.Timeout | undefined;

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
    metrics: Metrics,
  ) {
    this.#cut = metrics.counter({ name: 'chasqui_connections_cut_total', help: 'Connections ended by a limit', labelNames: ['reason'] });
  }

  onModuleInit(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRequest', (request, reply, done) => this.#admitRequest(request, reply, done));
  }

  /** Runs before the server listens, and after Socket.IO has added its listeners. */
  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.maxConnections = this.config.CONNECTIONS;
    server.on('drop', () => this.#cut.inc({ reason: 'all' }));
    server.on('connection', (socket: Socket) => this.#admit(socket));
    server.on('upgrade', (_request: IncomingMessage, socket: Socket) => this.#forget(socket));
    server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => this.#follow(request.socket, response));
    this.#looking = setInterval(() => this.#cutSlowReaders(), LOOK_EVERY_MS);
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.#looking);
  }

  #admit(socket: Socket): void {
    const leave = new Set<() => void>();
    if (this.config.TRUSTED_PROXY_HOPS === 0) {
      const left = this.#enter(addressBlock(clientAddress(socket.remoteAddress ?? '', undefined, 0)));
      if (!left) return this.#end(socket, 'address');
      leave.add(left);
    }
    this.#open.set(socket, { answers: new Set(), waitingSinceMs: undefined, leave });
    socket.once('close', () => this.#forget(socket));
  }

  #forget(socket: Socket): void {
    for (const leave of this.#open.get(socket)?.leave ?? []) leave();
    this.#open.delete(socket);
  }

  #admitRequest(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
    // The connection was cut: requests that it had sent ahead are ignored.
    if (request.raw.socket.destroyed) return;
    const connection = this.#open.get(request.raw.socket);
    if (this.config.TRUSTED_PROXY_HOPS === 0 || !connection) return done();
    const left = this.#enter(addressBlock(addressOf(request, this.config.TRUSTED_PROXY_HOPS)));
    if (left) {
      connection.leave.add(left);
      reply.raw.once('close', () => {
        connection.leave.delete(left);
        left();
      });
      return done();
    }
    this.#cut.inc({ reason: 'address' });
    const headers = { ...SECURITY_HEADERS, ...TOO_MANY.headers };
    void reply.code(TOO_MANY.status).headers(headers).type('application/problem+json').send(problemBody(TOO_MANY));
  }

  /** @returns a function that uncounts it, once; undefined if the limit is reached */
  #enter(block: string): (() => void) | undefined {
    const before = this.#byBlock.get(block) ?? 0;
    if (before >= this.config.CONNECTIONS_PER_ADDRESS) return undefined;
    this.#byBlock.set(block, before + 1);
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      const left = this.#byBlock.get(block)! - 1;
      if (left > 0) this.#byBlock.set(block, left);
      else this.#byBlock.delete(block);
    };
  }

  #follow(socket: Socket, response: ServerResponse): void {
    const connection = this.#open.get(socket);
    if (!connection) return;
    const { answers } = connection;
    answers.add(response);
    response.once('close', () => answers.delete(response));
    if (answers.size > MAX_AHEAD && !socket.destroyed) this.#end(socket, 'ahead');
  }

  /** If too many answer bytes wait, cuts the connections that have let theirs wait longest. */
  #cutSlowReaders(): void {
    const nowMs = performance.now();
    const waiting: { socket: Socket; bytes: number; sinceMs: number }[] = [];
    let total = 0;
    for (const [socket, connection] of this.#open) {
      let bytes = 0;
      for (const answer of connection.answers) bytes += answer.writableLength;
      connection.waitingSinceMs = bytes === 0 ? undefined : (connection.waitingSinceMs ?? nowMs);
      if (connection.waitingSinceMs === undefined) continue;
      total += bytes;
      waiting.push({ socket, bytes, sinceMs: connection.waitingSinceMs });
    }
    if (total <= this.config.ANSWER_BYTES) return;
    for (const { socket, bytes } of waiting.sort((a, b) => a.sinceMs - b.sinceMs)) {
      if (total <= this.config.ANSWER_BYTES) return;
      total -= bytes;
      this.#end(socket, 'slow_reader');
    }
  }

  #end(socket: Socket, reason: 'address' | 'ahead' | 'slow_reader'): void {
    this.#cut.inc({ reason });
    socket.destroy();
  }
}

const TOO_MANY = new Problem(
  429,
  'too_many_connections',
  'This address has too many requests in progress; wait until some are done.',
  undefined,
  {
    'retry-after': '1',
  },
);
