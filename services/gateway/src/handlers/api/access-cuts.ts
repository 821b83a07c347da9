import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { AccessCutsRepository } from '../../persistence/access-cuts.repository.js';
import { ShortMemory } from './short-memory.js';

/**
 * An access token says for 15 minutes what was true when it was issued. Who was removed, got another role, was suspended or has signed
 * out everywhere since needs a new one, within the second for which an answer of the database is remembered.
 */
@Injectable()
export class AccessCuts {
  readonly #cuts = new ShortMemory<Map<string, number>>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly repository: AccessCutsRepository,
  ) {}

  /** @param issuedAtMs by the clock of the database @throws {Problem} access_changed */
  async require(userId: string, issuedAtMs: number): Promise<void> {
    const cuts = await this.#cuts.get('all', () => this.database.forSystem((tx) => this.repository.all(tx)));
    if (issuedAtMs > (cuts.get(userId) ?? -Infinity)) return;
    throw new Problem(
      401,
      'access_changed',
      'What you may do has changed since this access token was issued; get a new one from POST /api/v1/auth/refresh.',
      undefined,
      { 'www-authenticate': 'Bearer' },
    );
  }
}
