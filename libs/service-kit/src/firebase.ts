import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Auth, DecodedIdToken } from 'firebase-admin/auth';
import { decodeJwt } from 'jose';
import type { ProblemCode } from '#contracts';
import type { FirebaseEnv } from './firebase-env.js';
import { Problem } from './problem.js';
import { CONFIG } from './service.js';

/** Whom a verified ID token speaks of. */
export interface FirebasePerson {
  /** Of the person in the Firebase project; addresses change, this does not. */
  uid: string;
  /** In lower case; only an address that Firebase has verified. */
  verifiedEmail: string | undefined;
}

const DEADLINE_MS = 10_000;
/** The SDK reports Google's keys out of reach as a wrong argument (firebase-admin 14, lib/auth/token-verifier.js); only the text differs. */
const UNREACHABLE = /fetching public keys|making request|socket hang up|timeout/i;
const OUTAGE = /network|internal-error/;

/** Verifies Firebase ID tokens with firebase-admin, which is loaded with the first of them: it takes memory that nobody else should pay. */
@Injectable()
export class FirebaseTokens {
  #auth: Promise<Auth> | undefined;

  constructor(@Inject(CONFIG) private readonly config: FirebaseEnv) {}

  get enabled(): boolean {
    return this.config.FIREBASE_PROJECT_ID !== undefined;
  }

  /** Whether the token says that it is of our Firebase project. Tells whose it is to verify; proves nothing. */
  claimedBy(token: string): boolean {
    if (!this.enabled) return false;
    try {
      return decodeJwt(token).iss === `https://securetoken.google.com/${this.config.FIREBASE_PROJECT_ID}`;
    } catch {
      return false;
    }
  }

  /**
   * Signature, project and expiry. Whether the account was disabled since (an ID token lives one hour) is asked of the emulator only:
   * asking Google takes a service account, which an installation need not have.
   *
   * @throws {Problem} firebase_token_invalid, firebase_token_expired, firebase_user_disabled, firebase_unavailable
   */
  async verify(token: string): Promise<FirebasePerson> {
    if (!this.claimedBy(token))
      throw refused('firebase_token_invalid', 'This is no ID token of the Firebase project of this installation.');
    let claims: DecodedIdToken;
    try {
      claims = await withinDeadline((this.#auth ??= this.#load()).then((auth) => auth.verifyIdToken(token)));
    } catch (error) {
      throw toProblem(error as Error & { code?: string });
    }
    const verified = claims.email_verified === true && typeof claims.email === 'string' && claims.email !== '';
    return { uid: claims.uid, verifiedEmail: verified ? claims.email!.toLowerCase() : undefined };
  }

  async #load(): Promise<Auth> {
    // The SDK goes by the process, the check for production by the configuration: unsigned tokens only where both say so.
    if ((process.env.FIREBASE_AUTH_EMULATOR_HOST || undefined) !== this.config.FIREBASE_AUTH_EMULATOR_HOST) {
      throw new Error('FIREBASE_AUTH_EMULATOR_HOST of the process is not that of the configuration');
    }
    const [{ initializeApp }, { getAuth }] = await Promise.all([import('firebase-admin/app'), import('firebase-admin/auth')]);
    // A name of its own: several services run in one process.
    return getAuth(initializeApp({ projectId: this.config.FIREBASE_PROJECT_ID! }, randomUUID()));
  }
}

const refused = (code: ProblemCode, detail: string): Problem => new Problem(401, code, detail, undefined, { 'www-authenticate': 'Bearer' });

function toProblem({ code = '', message }: Error & { code?: string }): Problem {
  switch (code) {
    case 'auth/id-token-expired':
      return refused('firebase_token_expired', 'The Firebase ID token has expired; get a new one from the Firebase SDK.');
    case 'auth/user-disabled':
    case 'auth/user-not-found':
    case 'auth/id-token-revoked':
      return refused('firebase_user_disabled', 'The Firebase account was disabled, deleted or signed out everywhere.');
    default:
      return OUTAGE.test(code) || UNREACHABLE.test(message)
        ? new Problem(503, 'firebase_unavailable', 'Firebase cannot be reached to check the token; try again shortly.', undefined, {
            'retry-after': '5',
          })
        : refused('firebase_token_invalid', 'The Firebase ID token is not valid; get a new one from the Firebase SDK.');
  }
}

/** The SDK waits for Google's keys for ever. */
async function withinDeadline<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`timeout of ${DEADLINE_MS} ms`)), DEADLINE_MS);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
