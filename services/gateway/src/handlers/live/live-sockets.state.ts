import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { Server, type Namespace, type Socket } from 'socket.io';
import { announcedBytes, CONFIG, Metrics, problemBody, type Identity, type Problem } from '#service-kit';
import type { Config } from '../../config.js';
import type { Caller } from '../api/authenticate-caller.handler.js';
import { agentRoom, everyConversationRoom, tenantRoom } from '../../domain/live/rooms.js';

export interface LiveSocketData {
  tenantId: string;
  identity: Identity;
  /** Only for people. */
  userId?: string;
  /** Expiry of a token, in Unix milliseconds. */
  expiresAtMs?: number;
  /** Only for one of our access tokens: what it says, which is judged anew repeatedly. */
  person?: Caller;
  /** Only for a Firebase ID token: its person, and the last cut of their access before this connection. */
  firebase?: { uid: string; lastCutMs: number };
  /** Checked repeatedly. */
  apiKey?: string;
  key?: { id: string; tenantId: string; rateLimitPerHour: number };
  address: string;
  /** Has subscribed to a conversation, and no longer hears typing and drafts of all. */
  hasSubscribed?: boolean;
}

export type LiveSocket = Socket<Record<string, never>, Record<string, (...args: any[]) => void>, Record<string, never>, LiveSocketData>;

/** Engine.IO's socket under ours. Source: engine.io 6.6, lib/socket.ts. */
interface Connection {
  writeBuffer: { data?: string | Buffer }[];
  /** Writable again once everything has left. */
  transport: { writable: boolean };
  close(discard?: boolean): void;
}
const connectionOf = (socket: LiveSocket): Connection => socket.conn as unknown as Connection;

/** Whether there is room for one more connection from an address, and for a body. */
export interface Admits {
  connection(request: IncomingMessage): boolean;
  body(request: IncomingMessage, response: ServerResponse, bytes: number): boolean;
}

interface EngineConnection {
  request: IncomingMessage;
  /** Only for a WebSocket: the `ws` socket, and its TCP socket. */
  transport: { socket?: { _socket?: NetSocket | null } };
  on(event: 'flush', listener: (packets: readonly unknown[]) => void): void;
}

export const NAMESPACE = '/live';
const PATH = '/socket.io';
/** Maximum of a client's event: a text of 4,096 characters, or a thousand positions. */
const MAX_EVENT_BYTES = 100 * 1024;
const CONNECT_WITHIN_MS = 10_000;
const CLOSE_WITHIN_MS = 1_000;
/** Maximum of packets that wait on a socket: a thousand events of a resume, and what comes meanwhile. */
const MAX_WAITING_PACKETS = 4_000;
/** A socket with more waiting packets hears no typing, drafts and presence. */
const LAGGING_PACKETS = 16;
/** How long a socket may take nothing of what was sent to it. */
const TAKES_NOTHING_MS = 60_000;
/** How long a slow socket has to take the reason for its end. */
const LAST_WORD_MS = 5_000;

/** The Socket.IO server: who is connected, and sending to them. */
@Injectable()
export class LiveSockets {
  readonly #open = new Set<NetSocket>();
  /** When (`performance.now()`) a connection was last given something to write. */
  readonly #flushedAt = new WeakMap<object, number>();
  #io: Server | undefined;
  #ended;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    metrics: Metrics,
  ) {
    this.#ended = metrics.counter({ name: 'chasqui_live_ended_total', help: 'Connections that the gateway ended', labelNames: ['reason'] });
  }

  open(httpServer: HttpServer, admits: Admits): Server {
    this.#io = new Server(httpServer, {
      path: PATH,
      serveClient: false,
      cors: { origin: [...this.config.CORS_ORIGINS], allowedHeaders: ['content-type'] },
      maxHttpBufferSize: MAX_EVENT_BYTES,
      // Events are encoded once for all; compressing them for each socket would cost more than it saves.
      perMessageDeflate: false,
      connectTimeout: CONNECT_WITHIN_MS,
      allowRequest: (request, answer) => {
        const isAdmitted = this.#isKnown(request) || admits.connection(request);
        answer(isAdmitted ? null : 'too many connections', isAdmitted);
      },
    });
    // Engine.IO reads the bodies of long polling itself.
    this.#io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
      const bytes = announcedBytes(request);
      const hasRoom = bytes === 0 || admits.body(request, response, Math.min(bytes, MAX_EVENT_BYTES));
      if (hasRoom && (bytes <= MAX_EVENT_BYTES || bytes === Infinity)) return next();
      response.writeHead(hasRoom ? 413 : 503, { connection: 'close', ...(hasRoom ? {} : { 'retry-after': '1' }) }).end();
    });
    this.#io.engine.on('connection', (connection: EngineConnection) => {
      const { socket } = connection.request;
      this.#open.add(socket);
      socket.once('close', () => this.#open.delete(socket));
      // Gathered packets leave in one write: calls cost more than bytes.
      connection.on('flush', (packets) => {
        this.#flushedAt.set(connection, performance.now());
        const wire = connection.transport.socket?._socket;
        if (packets.length < 2 || !wire) return;
        wire.cork();
        process.nextTick(() => wire.uncork());
      });
    });
    this.#io.of('/').use((_socket, next) => next(new Error(`connect to the namespace ${NAMESPACE}`)));
    return this.#io;
  }

  /** Later requests of a connection (long polling, the upgrade) carry its id; a request without a known id opens a new one. */
  #isKnown(request: IncomingMessage): boolean {
    const id = new URL(request.url ?? '/', 'http://localhost').searchParams.get('sid');
    return id !== null && Object.hasOwn((this.#io!.engine as unknown as { clients: object }).clients, id);
  }

  /** Ends all connections so that clients connect again. */
  close(): void {
    this.#io?.engine.close();
    // A client that vanished would keep the server open until its close handshake times out.
    setTimeout(() => this.#open.forEach((connection) => connection.destroy()), CLOSE_WITHIN_MS).unref();
  }

  get namespace(): Namespace {
    return this.#io!.of(NAMESPACE);
  }

  get all(): Iterable<LiveSocket> {
    return this.#io ? (this.namespace.sockets.values() as unknown as Iterable<LiveSocket>) : [];
  }

  /** From now on the socket hears its tenant's events. */
  join(socket: LiveSocket): void {
    const { tenantId, userId } = socket.data;
    const rooms = [tenantRoom(tenantId)];
    if (userId) rooms.push(agentRoom(tenantId, userId));
    if (!socket.data.hasSubscribed) rooms.push(everyConversationRoom(tenantId));
    void socket.join(rooms);
  }

  /** Sends to everybody in the room, encoded once. */
  tell(room: string, event: string, data: object): void {
    this.namespace.to(room).emit(event, data);
  }

  /** Sends what matters only now: skips sockets that lag behind. */
  mention(rooms: string[], event: string, data: object, except: string[] = []): void {
    const lagging = [...this.#ofRooms(rooms)].filter((socket) => connectionOf(socket).writeBuffer.length > LAGGING_PACKETS);
    this.namespace
      .to(rooms)
      .except([...except, ...lagging.map((socket) => socket.id)])
      .emit(event, data);
  }

  *#ofRooms(rooms: readonly string[]): Iterable<LiveSocket> {
    for (const room of rooms) {
      for (const id of this.namespace.adapter.rooms.get(room) ?? []) {
        const socket = this.namespace.sockets.get(id);
        if (socket) yield socket as unknown as LiveSocket;
      }
    }
  }

  /** Whether too much waits on the socket, or for too long. */
  isTooSlow(socket: LiveSocket): boolean {
    const { writeBuffer, transport } = connectionOf(socket);
    const givenMs = performance.now() - (this.#flushedAt.get(socket.conn) ?? Infinity);
    if (givenMs > TAKES_NOTHING_MS && !transport.writable) return true;
    if (writeBuffer.length <= LAGGING_PACKETS) return false;
    if (writeBuffer.length > MAX_WAITING_PACKETS) return true;
    const bytes = writeBuffer.reduce((sum, packet) => sum + (packet.data?.length ?? 0), 0);
    return bytes > this.config.LIVE_BUFFER_BYTES;
  }

  /**
   * Ends a connection and says why. Drops what waits on a slow one: its client comes back and says how far it got. A client that needs other
   * credentials is disconnected from the namespace, so that it does not try again by itself.
   */
  end(socket: LiveSocket, reason: 'token_expired' | 'key_revoked' | 'too_slow', problem: Problem): void {
    this.#ended.inc({ reason });
    const connection = connectionOf(socket);
    if (reason !== 'too_slow') {
      socket.emit('ended', { reason, problem: problemBody(problem) });
      socket.disconnect(true);
      return;
    }
    for (const room of socket.rooms) void socket.leave(room);
    connection.writeBuffer.length = 0;
    socket.emit('ended', { reason, problem: problemBody(problem) });
    connection.close();
    setTimeout(() => connection.close(true), LAST_WORD_MS).unref();
  }
}
