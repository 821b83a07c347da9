import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import https from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';

export interface FirebaseClaims {
  uid: string;
  email?: string;
  verified?: boolean;
}

const KEY_ID = 'key-of-this-run';

/**
 * Stands in for the place where Google publishes the keys of Firebase, so that signatures are checked offline: while it runs, every
 * request of this process through Node's own https client comes here, in the clear.
 */
export class FirebaseKeys {
  readonly projectId = 'demo-chasqui';
  readonly #own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly #foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly #agent = https.globalAgent;
  #server: Server | undefined;

  static async start(): Promise<FirebaseKeys> {
    const keys = new FirebaseKeys();
    const body = JSON.stringify({ [KEY_ID]: keys.#own.publicKey.export({ type: 'spki', format: 'pem' }) });
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'max-age=3600' }).end(body);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    keys.#server = server;
    const { port } = server.address() as AddressInfo;
    https.globalAgent = new (class extends https.Agent {
      override createConnection() {
        return connect(port, '127.0.0.1');
      }
    })();
    return keys;
  }

  /** An ID token as Firebase makes them (https://firebase.google.com/docs/auth/admin/verify-id-tokens). */
  token(
    claims: FirebaseClaims,
    options: { projectId?: string; expiresInSeconds?: number; signedBy?: 'google' | 'somebody else'; keyId?: string } = {},
  ): Promise<string> {
    const key: KeyObject = (options.signedBy === 'somebody else' ? this.#foreign : this.#own).privateKey;
    return new SignJWT(payload(claims, options.projectId ?? this.projectId, options.expiresInSeconds))
      .setProtectedHeader({ alg: 'RS256', kid: options.keyId ?? KEY_ID, typ: 'JWT' })
      .sign(key);
  }

  /** As the Auth emulator makes them. */
  unsigned(claims: FirebaseClaims): string {
    return new UnsecuredJWT(payload(claims, this.projectId)).encode();
  }

  stop(): void {
    https.globalAgent = this.#agent;
    this.#server?.closeAllConnections();
    this.#server?.close();
  }
}

function payload({ uid, email, verified = true }: FirebaseClaims, projectId: string, expiresInSeconds = 3_600): JWTPayload {
  const now = Math.floor(Date.now() / 1_000);
  return {
    iss: `https://securetoken.google.com/${projectId}`,
    aud: projectId,
    sub: uid,
    user_id: uid,
    auth_time: now - 10,
    iat: now - 10,
    exp: now + expiresInSeconds,
    ...(email === undefined ? {} : { email, email_verified: verified }),
    firebase: { identities: {}, sign_in_provider: 'password' },
  };
}
