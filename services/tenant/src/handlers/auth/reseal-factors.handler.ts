import { Inject, Injectable } from '@nestjs/common';
import { NIL } from 'uuid';
import { TenantDatabase } from '#database';
import { Logger, type KeyRing } from '#service-kit';
import { SecondFactorsRepository } from '../../persistence/auth/second-factors.repository.js';
import { FACTOR_KEYS } from './second-factor.step.js';

const PAGE = 200;

@Injectable()
export class ResealFactorsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly factors: SecondFactorsRepository,
    @Inject(FACTOR_KEYS) private readonly keys: KeyRing,
    private readonly logger: Logger,
  ) {}

  /** Seals secrets of older keys under the newest, so that the older keys can be removed. @returns how many */
  async execute(): Promise<number> {
    let resealed = 0;
    let after: string = NIL;
    for (;;) {
      const page = await this.database.forSystem((tx) => this.factors.sealedPage(tx, after, PAGE));
      for (const { id, userId, secretSealed } of page.filter((factor) => this.keys.isStale(factor.secretSealed))) {
        const anew = this.#reseal(id, userId, secretSealed);
        if (anew) resealed += await this.database.forSystem((tx) => this.factors.replaceSealed(tx, id, userId, secretSealed, anew));
      }
      const last = page.at(-1);
      if (!last || page.length < PAGE) return resealed;
      after = last.userId;
    }
  }

  #reseal(id: string, userId: string, sealed: string): string | undefined {
    try {
      return this.keys.seal(this.keys.open(sealed, id), id);
    } catch (error) {
      this.logger.error('the secret of a second factor cannot be opened with the keys in ENCRYPTION_KEYS', error as Error, { userId });
      return undefined;
    }
  }
}
