import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { agentTyping, LIVE_CLIENT_EVENTS, type LiveEventDefinition } from '#contracts';
import { Signals } from '#messaging';
import { Problem, type ProblemDto } from '#service-kit';
import { conversationRoom, everyConversationRoom } from '../../domain/live/rooms.js';
import { ForwardRequestHandler } from '../api/forward-request.handler.js';
import { LimitCallsHandler } from '../api/limit-calls.handler.js';
import { mayWrite } from './admit-socket.handler.js';
import { fieldErrors } from '../../domain/live/field-errors.js';
import type { LiveSocket } from './live-sockets.state.js';
import { LiveTenants } from './live-tenants.state.js';

const BY_NAME = new Map((LIVE_CLIENT_EVENTS as readonly LiveEventDefinition[]).map((event) => [event.name, event]));
/** Maximum of a socket's subscriptions. */
const MAX_SUBSCRIPTIONS = 200;
/** How often one person’s typing in one conversation is passed on. */
const TYPING_EVERY_MS = 1_000;
/** WhatsApp shows typing to the customer for 25 s. */
const SHOW_CUSTOMER_EVERY_MS = 20_000;
const MAX_SHOWN = 10_000;

/** The refusal of a service, unchanged. */
export class Refused extends Error {
  constructor(readonly problem: ProblemDto) {
    super(problem.detail);
  }
}

type Client = Record<string, any>;

/** Answers what a client asks over its socket. Whatever REST can do, the owning service does, under the caller's identity. */
@Injectable()
export class AnswerClientHandler {
  readonly #shownAt = new LRUCache<string, number>({ max: MAX_SHOWN });
  readonly #typedAt = new WeakMap<LiveSocket, Map<string, number>>();

  constructor(
    private readonly tenants: LiveTenants,
    private readonly signals: Signals,
    private readonly forward: ForwardRequestHandler,
    private readonly limitCalls: LimitCallsHandler,
  ) {}

  /** @returns what the acknowledgement holds besides `ok`. @throws {Problem | Refused} */
  async execute(socket: LiveSocket, name: string, payload: unknown): Promise<Client> {
    const definition = BY_NAME.get(name);
    if (!definition)
      throw new Problem(404, 'unknown_event', `There is no event with this name; the events are: ${[...BY_NAME.keys()].join(', ')}.`);
    const parsed = definition.data.safeParse(payload);
    if (!parsed.success) throw Problem.invalid(fieldErrors(parsed.error, name));
    const data = parsed.data as Client;
    switch (name) {
      case 'subscribe':
        return this.#subscribe(socket, data.conversationId);
      case 'unsubscribe':
        await socket.leave(conversationRoom(socket.data.tenantId, data.conversationId));
        return {};
      case 'typing':
        return this.#typing(socket, data.conversationId);
      case 'send':
        return this.#send(socket, data);
      case 'read':
        await this.#call(socket, 'POST', `/api/v1/conversations/${data.conversationId}/read`, { seq: data.seq });
        return {};
      default:
        await this.#call(socket, 'PUT', '/api/v1/presence', data);
        this.tenants.of(socket)?.presence.changed();
        return {};
    }
  }

  async #subscribe(socket: LiveSocket, conversationId: string): Promise<Client> {
    const { tenantId } = socket.data;
    const room = conversationRoom(tenantId, conversationId);
    if (socket.rooms.size > MAX_SUBSCRIPTIONS && !socket.rooms.has(room)) {
      throw new Problem(
        429,
        'too_many_subscriptions',
        `A connection may subscribe to ${MAX_SUBSCRIPTIONS} conversations; unsubscribe from some.`,
      );
    }
    const conversation = await this.#call(socket, 'GET', `/api/v1/conversations/${conversationId}`);
    await socket.join(room);
    socket.data.hasSubscribed = true;
    await socket.leave(everyConversationRoom(tenantId));
    this.#know(socket, conversationId);
    return { conversation };
  }

  async #typing(socket: LiveSocket, conversationId: string): Promise<Client> {
    const { tenantId, userId, identity } = socket.data;
    if (!mayWrite(identity))
      throw new Problem(403, 'forbidden', 'Only callers who may answer can type: role agent, or scope conversations:write.');
    if (!this.tenants.of(socket)?.conversations.has(conversationId)) {
      await this.#call(socket, 'GET', `/api/v1/conversations/${conversationId}`);
      this.#know(socket, conversationId);
    }
    // Programs do not show as typing.
    if (!userId) return {};
    const typedAt = this.#typedAt.get(socket) ?? new Map<string, number>();
    this.#typedAt.set(socket, typedAt);
    const nowMs = performance.now();
    if (nowMs - (typedAt.get(conversationId) ?? -Infinity) < TYPING_EVERY_MS) return {};
    if (typedAt.size > MAX_SUBSCRIPTIONS) typedAt.clear();
    typedAt.set(conversationId, nowMs);
    this.signals.send(agentTyping, tenantId, { conversationId, userId });
    this.#showCustomer(socket, conversationId, nowMs);
    return {};
  }

  /** A courtesy: nobody waits for it, and failures are ignored. */
  #showCustomer(socket: LiveSocket, conversationId: string, nowMs: number): void {
    const key = `${socket.data.tenantId}:${conversationId}`;
    if (nowMs - (this.#shownAt.get(key) ?? -Infinity) < SHOW_CUSTOMER_EVERY_MS) return;
    this.#shownAt.set(key, nowMs);
    this.#call(socket, 'POST', `/api/v1/conversations/${conversationId}/typing`).catch(() => undefined);
  }

  async #send(socket: LiveSocket, { conversationId, clientId, ...message }: Client): Promise<Client> {
    const path = `/api/v1/conversations/${conversationId}/messages`;
    return { message: await this.#call(socket, 'POST', path, message, { 'idempotency-key': clientId }), clientId };
  }

  #know(socket: LiveSocket, conversationId: string): void {
    const tenant = this.tenants.of(socket);
    if (tenant) this.tenants.know(tenant, conversationId);
  }

  /** Calls the service that owns the route, as for REST. @throws {Problem} if none answers @throws {Refused} if it refuses */
  async #call(socket: LiveSocket, method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<unknown> {
    if (socket.data.key) await this.limitCalls.ofKey(socket.data.key);
    const answer = await this.forward.execute({
      id: randomUUID(),
      method,
      path,
      url: path,
      headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body ? Buffer.from(JSON.stringify(body)) : undefined,
      clientAddress: socket.data.address,
      identity: socket.data.identity,
      signal: new AbortController().signal,
    });
    const chunks: Buffer[] = [];
    for await (const chunk of answer.body) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const json: unknown = text === '' ? {} : JSON.parse(text);
    if (answer.status >= 400) throw new Refused(json as ProblemDto);
    return json;
  }
}
