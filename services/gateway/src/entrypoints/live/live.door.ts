import type { IncomingMessage } from 'node:http';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { addressBlock, CONFIG, Logger, Problem, problemBody, toProblem } from '#service-kit';
import type { Config } from '../../config.js';
import { clientAddress } from '../../domain/api/client-address.js';
import { TokenBucket } from '../../domain/live/token-bucket.js';
import { AdmitSocketHandler, type Handshake } from '../../handlers/live/admit-socket.handler.js';
import { AnswerClientHandler, Refused } from '../../handlers/live/answer-client.handler.js';
import { CheckCredentialsHandler } from '../../handlers/live/check-credentials.handler.js';
import { EndSlowSocketsHandler } from '../../handlers/live/end-slow-sockets.handler.js';
import { JoinFeedHandler } from '../../handlers/live/join-feed.handler.js';
import { LiveSockets, type LiveSocket } from '../../handlers/live/live-sockets.state.js';
import { LiveTenants } from '../../handlers/live/live-tenants.state.js';
import { Receiving } from '../receiving/receiving.door.js';

const CHECK_EVERY_MS = 1_000;
const EVENTS_PER_SECOND = 20;
const BURST = 60;

/** The live door: Socket.IO, namespace /live. Its events stand in libs/contracts/src/live and docs/asyncapi.json. */
@Injectable()
export class LiveDoor implements OnModuleInit, BeforeApplicationShutdown {
  readonly #connections = new Map<string, number>();
  #checking: NodeJS.Timeout | undefined;

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(CONFIG) private readonly config: Config,
    private readonly sockets: LiveSockets,
    private readonly tenants: LiveTenants,
    private readonly admit: AdmitSocketHandler,
    private readonly joinFeed: JoinFeedHandler,
    private readonly answerClient: AnswerClientHandler,
    private readonly checkCredentials: CheckCredentialsHandler,
    private readonly endSlowSockets: EndSlowSocketsHandler,
    private readonly receiving: Receiving,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    const server = this.sockets.open(this.host.httpAdapter.getHttpServer(), {
      connection: (request) => this.#admitsAddress(request),
      body: (request, response, bytes) => this.receiving.admit(request, response, bytes, this.config.BODY_TIMEOUT_MS),
    });
    server.engine.on('connection', (connection: { request: IncomingMessage; once(event: 'close', listener: () => void): void }) => {
      const address = addressBlock(this.#addressOf(connection.request));
      this.#connections.set(address, (this.#connections.get(address) ?? 0) + 1);
      connection.once('close', () => {
        const left = this.#connections.get(address)! - 1;
        if (left > 0) this.#connections.set(address, left);
        else this.#connections.delete(address);
      });
    });
    const handshakes = new WeakMap<LiveSocket, Handshake>();
    this.sockets.namespace.use((connecting, next) => {
      const socket = connecting as unknown as LiveSocket;
      this.admit.execute(socket.handshake.auth, this.#addressOf(socket.request)).then(
        ({ handshake, data }) => {
          handshakes.set(socket, handshake);
          socket.data = data;
          next();
        },
        (error) => this.#refuse(socket, error, next),
      );
    });
    this.sockets.namespace.on('connection', (connected) => {
      const socket = connected as unknown as LiveSocket;
      this.#connect(socket, handshakes.get(socket)!);
    });
    this.#checking = setInterval(() => {
      this.checkCredentials.execute(Date.now()).catch((error: Error) => this.logger.error('credentials cannot be checked', error));
      this.endSlowSockets.execute();
    }, CHECK_EVERY_MS);
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.#checking);
    this.sockets.close();
  }

  #addressOf(request: IncomingMessage): string {
    return clientAddress(request.socket.remoteAddress ?? '', request.headers['x-forwarded-for'], this.config.TRUSTED_PROXY_HOPS);
  }

  #admitsAddress(request: IncomingMessage): boolean {
    return (this.#connections.get(addressBlock(this.#addressOf(request))) ?? 0) < this.config.LIVE_SOCKETS_PER_ADDRESS;
  }

  #refuse(socket: LiveSocket, error: unknown, next: (error: Error) => void): void {
    const problem = toProblem(error);
    if (problem.status >= 500) {
      this.logger.error('a connection cannot be admitted', error as Error);
      // Not a refusal: after a broken connection, a client tries again by itself.
      return void socket.conn.close();
    }
    next(Object.assign(new Error(problem.detail), { data: problemBody(problem) }));
  }

  #connect(socket: LiveSocket, handshake: Handshake): void {
    const tenant = this.tenants.enter(socket);
    socket.once('disconnect', () => this.tenants.leave(socket));
    const bucket = new TokenBucket(EVENTS_PER_SECOND, BURST, performance.now());
    socket.onAny((name: string, ...args: unknown[]) => {
      const acknowledge = typeof args.at(-1) === 'function' ? (args.pop() as (answer: object) => void) : () => undefined;
      void this.#answer(socket, name, args[0], bucket).then(acknowledge);
    });
    this.joinFeed.execute(socket, tenant, handshake).catch((error: Error) => {
      this.logger.error('a socket cannot follow its tenant', error);
      socket.conn.close();
    });
  }

  async #answer(socket: LiveSocket, name: string, payload: unknown, bucket: TokenBucket): Promise<object> {
    try {
      if (!bucket.take(performance.now())) {
        throw new Problem(429, 'too_many_events', `A connection may send ${EVENTS_PER_SECOND} events a second.`);
      }
      return { ok: true, ...(await this.answerClient.execute(socket, name, payload)) };
    } catch (error) {
      if (error instanceof Refused) return { ok: false, problem: error.problem };
      const problem = toProblem(error);
      if (problem.status >= 500) this.logger.error('a live event failed', error as Error, { code: problem.code });
      return { ok: false, problem: problemBody(problem) };
    }
  }
}
