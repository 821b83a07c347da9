import { z } from 'zod';
import { defineSignal } from '../event.js';

export const settingsChanged = defineSignal({
  name: 'settings-changed',
  version: 1,
  from: ['tenant'],
  to: ['gateway'],
  summary:
    'Something that the audit log tells of has changed: pages that show it read it again. Whoever misses it does so when they reconnect.',
  data: z.object({ what: z.string().min(1).max(64) }),
  example: { what: 'canned_reply' },
});
