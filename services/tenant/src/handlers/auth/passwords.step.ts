import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { normalPassword, olderForms } from '../../domain/auth/typed.js';

/** argon2id (the library's default) with OWASP's first recommended setting: 19 MiB, 2 passes, 1 lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

@Injectable()
export class Passwords {
  /** Verified where there is no account, so that both refusals take the same time. */
  readonly #nobody = hash(randomBytes(32), COST);

  async hash(password: string): Promise<string> {
    return hash(normalPassword(password), COST);
  }

  /**
   * @param stored undefined for a missing account or password: the answer is `no`, after the same amount of work
   * @returns `older` where the password was hashed before passwords were normalised: hash it anew
   */
  async matches(stored: string | undefined, password: string): Promise<'yes' | 'older' | 'no'> {
    const hashed = stored ?? (await this.#nobody);
    if (await verify(hashed, normalPassword(password))) return stored === undefined ? 'no' : 'yes';
    for (const form of olderForms(password)) {
      if (await verify(hashed, form)) return stored === undefined ? 'no' : 'older';
    }
    return 'no';
  }
}
