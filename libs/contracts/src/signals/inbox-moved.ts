import { z } from 'zod';
import { defineSignal } from '../event.js';

export const inboxMoved = defineSignal({
  name: 'inbox-moved',
  version: 1,
  from: ['conversation'],
  to: ['gateway'],
  summary: 'Something was committed to the live log of these inboxes: whoever follows them reads on from where it stands.',
  data: z.object({ outletIds: z.array(z.uuid()).min(1) }),
  example: { outletIds: ['0198c0de-0000-7000-8000-000000000001'] },
});
