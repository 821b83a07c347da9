import { z } from 'zod';
import { databaseEnv, messagingEnv } from '#service-kit/config.js';

export const config = z.object({ ...databaseEnv, ...messagingEnv });
export type Config = z.infer<typeof config>;
