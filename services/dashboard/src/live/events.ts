import type { Schemas } from '../api/client';

type Payload<Kind extends string> = Schemas[`Live${Capitalize<Kind>}` & keyof Schemas];
type Event<Kind extends string> = Kind extends string ? Omit<Payload<Kind>, 'tenantId'> & { kind: Kind } : never;

/** In the log of an inbox, which is numbered without gaps: each comes once, in order. */
export const DURABLE_KINDS = ['message', 'status', 'conversation', 'merged', 'note', 'contact'] as const;
// A message has no number only where a client resumes by conversation, which this one does not.
export type DurableEvent = Event<(typeof DURABLE_KINDS)[number]> & { inboxSeq: number };

/** Of the moment: in no log, and never repeated. */
export const PASSING_KINDS = ['typing', 'draft', 'presence', 'assigned', 'settings'] as const;
export type PassingEvent = Event<(typeof PASSING_KINDS)[number]>;

export const conversationIdOf = (event: DurableEvent): string =>
  event.kind === 'conversation' ? event.conversation.id : event.conversationId;
