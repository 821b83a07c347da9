import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { Server, type Namespace, type Socket } from 'socket.io';
import { announcedBytes, CONFIG, Metrics, problemBody, type Identity, type Problem } from '#service-kit';
import type { Config } from '../../config.js';
import { agentRoom, everyConversationRoom, tenantRoom } from '../../domain/live/rooms.js';

export interface LiveSocketData {
  tenantId: string;
  identity: Identity;
  /** Of a person. */
  userId?: string;
  /** Unix milliseconds; a token's. */
  expiresAtMs?: number;
  /** Of an access token of ours, by the clock of the database. */
  issuedAtMs?: number;
  /** Of a Firebase ID token: whom it speaks of, and when their access had last been cut when it was taken. */
  firebase?: { uid: string; lastCutMs: number };
  /** Asked again and again whether it still holds. */
  apiKey?: string;
  key?: { id: string; tenantId: string; rateLimitPerHour: number };
  address: string;
  /** Has asked for a conversation of its own, and no longer hears typing and drafts of all. */
  hasSubscribed?: boolean;
}

export type LiveSocket = Socket<Record<string, never>, Record<string, (...args: any[]) => void>, Record<string, never>, LiveSocketData>;

/** Engine.IO's socket under ours: what waits to be written, and the way to end it. Source: engine.io 6.6, lib/socket.ts. */
interface Connection {
  writeBuffer: { data?: string | Buffer }[];
  /** Writable again when all that it was given has left. */
  transport: { writable: boolean };
  close(discard?: boolean): void;
}
const connectionOf = (socket: LiveSocket): Connection => socket.conn as unknown as Connection;

/** Whether there is room, for one more connection from where a request comes from, and for a body of this size. */
export interface Admits {
  connection(request: IncomingMessage): boolean;
  body(request: IncomingMessage, response: ServerResponse, bytes: number): boolean;
}

interface EngineConnection {
  request: IncomingMessage;
  /** Of a WebSocket: with the `ws` socket, and the TCP socket under it. */
  transport: { socket?: { _socket?: NetSocket | null } };
  on(event: 'flush', listener: (packets: readonly unknown[]) => void): void;
}

export const NAMESPACE = '/live';
const PATH = '/socket.io';
/** Of what a client sends: a text of 4,096 characters at its longest, or a thousand positions. */
const MAX_EVENT_BYTES = 100 * 1024;
const CONNECT_WITHIN_MS = 10_000;
const CLOSE_WITHIN_MS = 1_000;
/** Packets that wait on a socket at most, whatever their size: a thousand events of a resume, and what comes meanwhile. */
const MAX_WAITING_PACKETS = 4_000;
/** A socket that waits for more than this hears no typing, drafts and presence. */
const LAGGING_PACKETS = 16;
/** So long a socket may leave lying what was sent to it. */
const TAKES_NOTHING_MS = 60_000;
/** So long a socket that is slow has to take the reason why it ends. */
const LAST_WORD_MS = 5_000;

/** The Socket.IO server: who is connected, and how they are told something. */
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
      // What goes out is encoded once for all; compressing it again for each costs more than it saves.
      perMessageDeflate: false,
      connectTimeout: CONNECT_WITHIN_MS,
      allowRequest: (request, answer) => {
        const isAdmitted = this.#isKnown(request) || admits.connection(request);
        answer(isAdmitted ? null : 'too many connections', isAdmitted);
      },
    });
    // Long polling reads its bodies itself.
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
      // What has gathered leaves in one packet: what costs is not the bytes but the calls.
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

  /** Further requests of a connection that is there (long polling, the upgrade) carry its id; one that is of none makes a new one. */
  #isKnown(request: IncomingMessage): boolean {
    const id = new URL(request.url ?? '/', 'http://localhost').searchParams.get('sid');
    return id !== null && Object.hasOwn((this.#io!.engine as unknown as { clients: object }).clients, id);
  }

  /** Ends all connections in a way in which clients connect again. */
  close(): void {
    this.#io?.engine.close();
    // A client that is gone without a word would hold the server open until its half of the close handshake times out.
    setTimeout(() => this.#open.forEach((connection) => connection.destroy()), CLOSE_WITHIN_MS).unref();
  }

  get namespace(): Namespace {
    return this.#io!.of(NAMESPACE);
  }

  get all(): Iterable<LiveSocket> {
    return this.#io ? (this.namespace.sockets.values() as unknown as Iterable<LiveSocket>) : [];
  }

  /** From here on the socket hears what the tenant hears. */
  join(socket: LiveSocket): void {
    const { tenantId, userId } = socket.data;
    const rooms = [tenantRoom(tenantId)];
    if (userId) rooms.push(agentRoom(tenantId, userId));
    if (!socket.data.hasSubscribed) rooms.push(everyConversationRoom(tenantId));
    void socket.join(rooms);
  }

  /** To everybody in the room, encoded once. */
  tell(room: string, event: string, data: object): void {
    this.namespace.to(room).emit(event, data);
  }

  /** What is worth hearing now or not at all: not to those who are behind. */
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

  /** Whether more waits on the socket than it is allowed to, or for longer. */
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
   * Ends a connection and says why. What waits on a slow one is thrown away: its client comes back and says how far it got. Who has to
   * bring other credentials is disconnected from the namespace, after which a client does not try again by itself.
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
