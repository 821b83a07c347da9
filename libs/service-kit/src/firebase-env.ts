import { z } from 'zod';

/** To spread into the schema of a service that takes Firebase ID tokens; {@link refuseEmulatorInProduction} belongs behind it. */
export const firebaseEnv = {
  /** Sign-in with ID tokens of this Firebase project; unset: none are taken. */
  FIREBASE_PROJECT_ID: z
    .string()
    .regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, 'must be a Firebase project id such as my-company-1a2b3')
    .optional(),
  /** firebase-admin reads it from the process: the Auth emulator instead of Google. Its tokens are unsigned, so anybody can make one. */
  FIREBASE_AUTH_EMULATOR_HOST: z
    .string()
    .regex(/^[\w.-]+:\d{1,5}$/, 'must be <host>:<port> of the Auth emulator, e.g. 127.0.0.1:9099')
    .optional(),
  NODE_ENV: z.string().optional(),
};

export type FirebaseEnv = { [name in keyof typeof firebaseEnv]?: string | undefined };

export function refuseEmulatorInProduction(env: FirebaseEnv, context: z.RefinementCtx): void {
  if (env.NODE_ENV !== 'production' || !env.FIREBASE_AUTH_EMULATOR_HOST) return;
  context.addIssue({
    code: 'custom',
    path: ['FIREBASE_AUTH_EMULATOR_HOST'],
    message: 'must not be set with NODE_ENV=production: unsigned tokens would be taken; unset one of the two',
  });
}
