import { Injectable } from '@nestjs/common';
import { KeyRing } from '#service-kit';

/** For a shop's own API. */
export interface Credentials {
  consumerKey?: string;
  consumerSecret?: string;
  accessToken?: string;
  /** Of a Stripe account. */
  apiKey?: string;
}

/** Secrets and credentials of connections: sealed at rest under the connection's id, never shown. */
@Injectable()
export class Sealed {
  constructor(private readonly keys: KeyRing) {}

  seal(connectionId: string, value: readonly string[] | Credentials): string {
    return this.keys.seal(JSON.stringify(value), connectionId);
  }

  /** @throws when no key of the ring opens them */
  secrets(connectionId: string, sealed: string): string[] {
    return JSON.parse(this.keys.open(sealed, connectionId)) as string[];
  }

  /** @throws when no key of the ring opens them */
  credentials(connectionId: string, sealed: string): Credentials {
    return JSON.parse(this.keys.open(sealed, connectionId)) as Credentials;
  }
}
