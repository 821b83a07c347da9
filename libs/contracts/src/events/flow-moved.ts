import { z } from 'zod';
import { defineEvent } from '../event.js';

/** What a flow does to a conversation and its contact, beside the messages that it asks for. */
export const flowDeedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('attribute'), name: z.string(), value: z.union([z.string(), z.number()]) }),
  z.object({ kind: z.literal('tags'), add: z.array(z.string()), remove: z.array(z.string()) }),
  /** A person is to go on. */
  z.object({ kind: z.literal('handoff') }),
  /** The bot is to answer what the customer wrote last. */
  z.object({ kind: z.literal('answer') }),
]);
export type FlowDeed = z.infer<typeof flowDeedSchema>;

export const flowMoved = defineEvent({
  name: 'flow-moved',
  version: 1,
  producer: 'engagement',
  consumers: ['conversation'],
  summary:
    'A flow has gone on in a conversation. While it waits for an answer the bot is not asked; an answer of the bot that is under way is not spoken any more.',
  data: z.object({
    runId: z.uuid(),
    flowId: z.uuid(),
    conversationId: z.uuid(),
    contactId: z.uuid(),
    /** The newest message of the customer that the flow has dealt with; 0 for none. */
    seq: z.number().int(),
    /** Whether it waits for an answer of the customer. */
    waits: z.boolean(),
    /** In their order. */
    deeds: z.array(flowDeedSchema),
  }),
  key: (data) => data.conversationId,
  example: {
    runId: '0198c0de-0000-7000-8000-0000000000f2',
    flowId: '0198c0de-0000-7000-8000-0000000000f1',
    conversationId: '0198c0de-0000-7000-8000-000000000010',
    contactId: '0198c0de-0000-7000-8000-000000000011',
    seq: 3,
    waits: true,
    deeds: [{ kind: 'attribute', name: 'city', value: 'Lima' }],
  },
});
