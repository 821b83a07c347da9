import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

/** argon2id (the library's default) with the first of OWASP's recommended settings: 19 MiB, 2 passes, 1 lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

@Injectable()
export class Passwords {
  /** Nobody's: verified where there is no account, so that both refusals take the same time. */
  readonly #nobody = hash(randomBytes(32), COST);

  async hash(password: string): Promise<string> {
    return hash(password, COST);
  }

  /** @param stored undefined where there is no such account, or none with a password; the answer is then false, after as much work */
  async matches(stored: string | undefined, password: string): Promise<boolean> {
    const matches = await verify(stored ?? (await this.#nobody), password);
    return matches && stored !== undefined;
  }
}
