import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SECRET_BYTES, secretOf } from '#egress';
import { KeyRing } from '#service-kit';

interface Sealed {
  secret: string;
  formerSecret: string | null;
  formerUntil: string | null;
}

/** The secrets of endpoints: shown once, sealed at rest under the endpoint's id. */
@Injectable()
export class Secrets {
  constructor(private readonly keys: KeyRing) {}

  make(endpointId: string): { secret: string; sealed: string } {
    const secret = secretOf(randomBytes(SECRET_BYTES));
    return { secret, sealed: this.keys.seal(secret, endpointId) };
  }

  /** Those that sign now, the newest first. */
  open(endpointId: string, { secret, formerSecret, formerUntil }: Sealed, now: Date): string[] {
    const isFormerValid = formerSecret !== null && formerUntil !== null && Date.parse(formerUntil) > now.getTime();
    return [secret, ...(isFormerValid ? [formerSecret] : [])].map((sealed) => this.keys.open(sealed, endpointId));
  }
}
