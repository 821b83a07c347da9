import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

/** argon2id (the library's default) with OWASP's first recommended setting: 19 MiB, 2 passes, 1 lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

@Injectable()
export class Passwords {
  /** Verified where there is no account, so that both refusals take the same time. */
  readonly #nobody = hash(randomBytes(32), COST);

  async hash(password: string): Promise<string> {
    return hash(password, COST);
  }

  /** @param stored undefined for a missing account or password: the answer is false, after the same amount of work */
  async matches(stored: string | undefined, password: string): Promise<boolean> {
    const matches = await verify(stored ?? (await this.#nobody), password);
    return matches && stored !== undefined;
  }
}
