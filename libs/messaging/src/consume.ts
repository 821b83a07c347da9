import 'reflect-metadata';
import type { EventDefinition, EventOf, QueryDefinition } from '#contracts';
import type { z } from 'zod';

export const CONSUMES = Symbol('CONSUMES');
export const ANSWERS = Symbol('ANSWERS');

export interface ConsumeOptions {
  event: EventDefinition;
  /** Above 1, the method receives an array: all events of one tenant that are waiting, up to this many. */
  batch: number;
  /** How long a batch may wait for more. */
  waitMs: number;
}

/** Marks the method that handles an event. It is called once an event, with data that fits the schema. */
export function Consumes<D extends EventDefinition>(event: D) {
  return <T extends (event: EventOf<D>) => Promise<void>>(_: object, __: string | symbol, descriptor: TypedPropertyDescriptor<T>): void => {
    Reflect.defineMetadata(CONSUMES, { event, batch: 1, waitMs: 0 } satisfies ConsumeOptions, descriptor.value as object);
  };
}

/** Marks the method that handles an event in batches of one tenant: for listeners whose work is cheaper together and can wait a moment. */
export function ConsumesBatch<D extends EventDefinition>(event: D, { batch = 100, waitMs = 20 } = {}) {
  return <T extends (events: EventOf<D>[]) => Promise<void>>(
    _: object,
    __: string | symbol,
    descriptor: TypedPropertyDescriptor<T>,
  ): void => {
    Reflect.defineMetadata(CONSUMES, { event, batch, waitMs } satisfies ConsumeOptions, descriptor.value as object);
  };
}

/** Marks the method that answers a query. */
export function Answers<Q extends QueryDefinition>(query: Q) {
  return <T extends (tenantId: string, request: z.infer<Q['request']>) => Promise<z.input<Q['reply']>>>(
    _: object,
    __: string | symbol,
    descriptor: TypedPropertyDescriptor<T>,
  ): void => {
    Reflect.defineMetadata(ANSWERS, query, descriptor.value as object);
  };
}

/** Thrown by a handler for an event that can never succeed: it goes to the dead letters at once. */
export class PoisonedEvent extends Error {
  constructor(
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}
