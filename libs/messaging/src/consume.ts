import { applyDecorators, Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { EventPattern, MessagePattern } from '@nestjs/microservices';
import type { EventDefinition, EventOf, QueryDefinition, QuestionOf, ReplyOf } from '#contracts';

/** The transport whose handlers are given to {@link JetStreamStrategy}. */
export const JETSTREAM = Symbol('jetstream');

export interface ConsumeOptions {
  event: EventDefinition;
  /** Above 1, the method receives an array: all events of one tenant that are waiting, up to this many. */
  batch: number;
  /** How long a batch may wait for more. */
  waitMs: number;
}

/** What the decorators tell the strategy about a handler. */
export type HandlerExtras = { consume: ConsumeOptions } | { query: QueryDefinition };

/**
 * Nest replaces an error that no filter takes; `EventConsumer` needs it as it was, to tell outages and poisoned events apart. Each decorator
 * brings this filter along, because the application's own filters do not apply to transports.
 */
@Catch()
class Unchanged implements RpcExceptionFilter {
  catch(error: unknown): never {
    throw error;
  }
}

/** A decorator of a method that fits `Method`. */
type MethodOf<Method> = <T extends Method>(target: object, name: string | symbol, descriptor: TypedPropertyDescriptor<T>) => void;

const consumes = (consume: ConsumeOptions) =>
  applyDecorators(EventPattern<string>(consume.event.subject, JETSTREAM, { consume } satisfies HandlerExtras), UseFilters(new Unchanged()));

/** Marks the controller's method that handles an event. It is called once an event, with data that fits the schema. */
export const Consumes = <D extends EventDefinition>(event: D): MethodOf<(event: EventOf<D>) => Promise<void>> =>
  consumes({ event, batch: 1, waitMs: 0 });

/** Marks the method that handles an event in batches of one tenant: for listeners whose work is cheaper together and can wait a moment. */
export const ConsumesBatch = <D extends EventDefinition>(
  event: D,
  { batch = 100, waitMs = 20 } = {},
): MethodOf<(events: EventOf<D>[]) => Promise<void>> => consumes({ event, batch, waitMs });

/** Marks the method that answers a query. */
export const Answers = <Q extends QueryDefinition>(query: Q): MethodOf<(question: QuestionOf<Q>) => Promise<ReplyOf<Q>>> =>
  applyDecorators(MessagePattern<string>(query.subject, JETSTREAM, { query } satisfies HandlerExtras), UseFilters(new Unchanged()));

/** Thrown by a handler for an event that can never succeed: it goes to the dead letters at once. */
export class PoisonedEvent extends Error {
  constructor(
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}
