import { z } from 'zod';
import type { ServiceName } from './services.js';

/** Of an event or a reply: below the default `max_payload` of nats-server (1 MiB), with room for what is around it. */
export const MAX_MESSAGE_BYTES = 900 * 1024;

/** How a consumer is fed: applies to every durable of the event. */
export interface DeliveryPolicy {
  /** Milliseconds without an acknowledgement after which the stream delivers again (a handler that runs longer sends heartbeats). */
  ackWaitMs: number;
  /** Deliveries that may fail for a reason of the message's own before it goes to the dead letters. An outage of Postgres or NATS never counts. */
  maxAttempts: number;
  /** Pause before the n-th delivery, the last value repeated. */
  backoffMs: readonly number[];
  /** Events handled at a time by one consumer process; events with the same key are always handled one after another. */
  concurrency: number;
}

export const DEFAULT_POLICY: DeliveryPolicy = {
  ackWaitMs: 10_000,
  maxAttempts: 6,
  backoffMs: [200, 1_000, 5_000, 15_000],
  concurrency: 32,
};

export interface EventDefinition<Name extends string = string, Data extends z.ZodType = z.ZodType> {
  name: Name;
  version: number;
  producer: ServiceName;
  /** Services that consume it; each gets one durable consumer. */
  consumers: readonly ServiceName[];
  summary: string;
  data: Data;
  /** Events of one key keep their order inside a consumer process. */
  key: (data: z.infer<Data>) => string;
  policy: DeliveryPolicy;
  example: z.input<Data>;
  /** `chasqui.<producer>.<name>.v<version>` */
  subject: string;
}

/** Declares an event. Publishers and consumers never spell a subject: it follows from the declaration. */
export function defineEvent<Name extends string, Data extends z.ZodType>(
  definition: Omit<EventDefinition<Name, Data>, 'subject' | 'policy'> & { policy?: Partial<DeliveryPolicy> },
): EventDefinition<Name, Data> {
  return {
    ...definition,
    policy: { ...DEFAULT_POLICY, ...definition.policy },
    subject: `chasqui.${definition.producer}.${definition.name}.v${definition.version}`,
  };
}

export const streamOf = (producer: ServiceName): string => `CHASQUI_${producer.replaceAll('-', '_').toUpperCase()}`;
export const durableOf = (event: EventDefinition, consumer: ServiceName): string => `${consumer}__${event.name}_v${event.version}`;

/** What travels: the event's data in an envelope that every consumer can read without knowing the event. */
export interface EventEnvelope<Data = unknown> {
  /** UUIDv7; the identity under which a consumer's inbox knows it. */
  id: string;
  subject: string;
  tenantId: string;
  occurredAt: string;
  /** Follows one customer message from webhook to delivery, in events and logs. */
  traceId?: string;
  data: Data;
}

export const envelopeSchema = z.object({
  id: z.uuid(),
  subject: z.string(),
  tenantId: z.uuid(),
  occurredAt: z.iso.datetime(),
  traceId: z.string().optional(),
  data: z.unknown(),
});

export type EventOf<D extends EventDefinition> = EventEnvelope<z.infer<D['data']>>;

export interface QueryDefinition<Request extends z.ZodType = z.ZodType, Reply extends z.ZodType = z.ZodType> {
  name: string;
  version: number;
  /** The service that answers. */
  owner: ServiceName;
  /** The services that may ask. */
  askedBy: readonly ServiceName[];
  summary: string;
  request: Request;
  reply: Reply;
  timeoutMs: number;
  exampleRequest: z.input<Request>;
  exampleReply: z.input<Reply>;
  subject: string;
}

/** What the method that answers a query is given: the request, and whose it is. */
export type QuestionOf<Q extends QueryDefinition> = z.infer<Q['request']> & { tenantId: string };

/** What the method that answers a query returns. */
export type ReplyOf<Q extends QueryDefinition> = z.input<Q['reply']>;

/** Declares a request/reply over NATS core: only where an answer is needed to go on. The tenant travels in every request. */
export function defineQuery<Request extends z.ZodType, Reply extends z.ZodType>(
  definition: Omit<QueryDefinition<Request, Reply>, 'subject'>,
): QueryDefinition<Request, Reply> {
  return { ...definition, subject: `chasqui-query.${definition.owner}.${definition.name}.v${definition.version}` };
}

/**
 * What is worth telling now or never: over NATS core, to whoever listens, without storage or repetition. Nothing may depend on a signal
 * arriving; what must arrive is an event, or stands in a database that is read anyway.
 */
export interface SignalDefinition<Data extends z.ZodType = z.ZodType> {
  name: string;
  version: number;
  from: readonly ServiceName[];
  to: readonly ServiceName[];
  summary: string;
  data: Data;
  example: z.input<Data>;
  /** `chasqui-signal.<name>.v<version>`; a tenant's own follow under `.<tenantId>`. */
  subject: string;
}

export function defineSignal<Data extends z.ZodType>(definition: Omit<SignalDefinition<Data>, 'subject'>): SignalDefinition<Data> {
  return { ...definition, subject: `chasqui-signal.${definition.name}.v${definition.version}` };
}
