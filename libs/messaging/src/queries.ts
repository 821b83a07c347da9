import { Injectable } from '@nestjs/common';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import type { z } from 'zod';
import type { QueryDefinition } from '#contracts';
import { currentContext, runInContext, type Logger } from '#service-kit';
import { NatsLink } from './nats-link.js';

interface Question {
  tenantId: string;
  traceId?: string;
  request: unknown;
}
type Answer = { ok: true; reply: unknown } | { ok: false; code: string; detail: string };

/** The other service did not answer, or refused. */
export class QueryFailed extends Error {
  constructor(
    readonly query: string,
    readonly code: string,
    detail: string,
  ) {
    super(`${query}: ${detail}`);
  }
}

/** Asks other services over NATS core. */
@Injectable()
export class Queries {
  constructor(private readonly link: NatsLink) {}

  /** @throws {QueryFailed} with `unavailable` when nobody answers in the query's time, `invalid_reply`, or the code of the answering service. */
  async ask<Q extends QueryDefinition>(query: Q, tenantId: string, request: z.input<Q['request']>): Promise<z.infer<Q['reply']>> {
    const question: Question = { tenantId, traceId: currentContext()?.traceId, request: query.request.parse(request) };
    let message: Msg;
    try {
      message = await this.link.connection.request(query.subject, JSON.stringify(question), { timeout: query.timeoutMs });
    } catch (error) {
      throw new QueryFailed(query.name, 'unavailable', (error as Error).message);
    }
    const answer = message.json<Answer>();
    if (!answer.ok) throw new QueryFailed(query.name, answer.code, answer.detail);
    const reply = query.reply.safeParse(answer.reply);
    if (!reply.success) throw new QueryFailed(query.name, 'invalid_reply', reply.error.message);
    return reply.data as z.infer<Q['reply']>;
  }
}

/** Where even this cannot be sent (the connection is closing), whoever asked waits for its time. */
function refuse(message: Msg, answer: Answer): void {
  try {
    message.respond(JSON.stringify(answer));
  } catch {
    // Nobody is left to hear it.
  }
}

/** Subscribes the service to a query it owns; all its processes share the work. */
export function answer(link: NatsLink, query: QueryDefinition, handle: (question: object) => Promise<unknown>, logger: Logger): void {
  // The client takes its subscriptions along when it reconnects by itself.
  let subscribed: NatsConnection | undefined;
  link.onConnect(async (connection) => {
    if (subscribed === connection) return;
    subscribed = connection;
    connection.subscribe(query.subject, {
      queue: query.owner,
      callback: (error, message) => {
        if (error) return void logger.error('subscription failed', error);
        void respond(message);
      },
    });
  });

  async function respond(message: Msg): Promise<void> {
    let result: Answer;
    try {
      const question = message.json<Question>();
      const { tenantId } = question;
      const request = query.request.parse(question.request) as object;
      const context = { tenantId, ...(question.traceId ? { traceId: question.traceId } : {}) };
      result = { ok: true, reply: await runInContext(context, () => handle({ ...request, tenantId })) };
    } catch (error) {
      logger.error(`${query.name}: could not answer`, error as Error);
      result = { ok: false, code: (error as { code?: string }).code ?? 'failed', detail: (error as Error).message };
    }
    try {
      message.respond(JSON.stringify(result));
    } catch (error) {
      logger.error(`${query.name}: the answer could not be sent`, error as Error);
      refuse(message, { ok: false, code: 'reply_too_large', detail: (error as Error).message });
    }
  }
}
