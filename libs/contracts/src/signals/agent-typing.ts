import { z } from 'zod';
import { defineSignal } from '../event.js';

export const agentTyping = defineSignal({
  name: 'agent-typing',
  version: 1,
  from: ['gateway'],
  to: ['gateway'],
  summary: 'A person is writing in a conversation: for colleagues, whichever gateway they are connected to.',
  data: z.object({ conversationId: z.uuid(), userId: z.uuid() }),
  example: { conversationId: '0198c0de-0000-7000-8000-000000000010', userId: '0198c0de-0000-7000-8000-0000000000c1' },
});
