import type { z } from 'zod';

/** One message of the live API (Socket.IO, namespace /live), in one direction. docs/asyncapi.json derives from these. */
export interface LiveEventDefinition<Data extends z.ZodType = z.ZodType, Ack extends z.ZodType = z.ZodType> {
  name: string;
  summary: string;
  data: Data;
  example: z.input<Data>;
  /** What a client event is acknowledged with, where it has an answer of its own besides `ok`. */
  ack?: Ack;
  exampleAck?: z.input<Ack>;
}

export const defineLiveEvent = <Data extends z.ZodType, Ack extends z.ZodType = z.ZodType>(
  definition: LiveEventDefinition<Data, Ack>,
): LiveEventDefinition<Data, Ack> => definition;
