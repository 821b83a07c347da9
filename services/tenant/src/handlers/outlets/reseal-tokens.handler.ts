import { Injectable } from '@nestjs/common';
import { NIL } from 'uuid';
import { TenantDatabase } from '#database';
import { KeyRing, Logger } from '#service-kit';
import { OutletsRepository, type OutletKey } from '../../persistence/outlets/outlets.repository.js';

const PAGE = 200;

@Injectable()
export class ResealTokensHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
    private readonly keys: KeyRing,
    private readonly logger: Logger,
  ) {}

  /** Seals tokens of older keys under the newest, so that the older keys can be removed. @returns how many */
  async execute(): Promise<number> {
    let resealed = 0;
    let after: OutletKey = { tenantId: NIL, id: NIL };
    for (;;) {
      const page = await this.database.forSystem((tx) => this.outlets.sealedPage(tx, after, PAGE));
      for (const { sealed, ...key } of page.filter((outlet) => this.keys.isStale(outlet.sealed))) {
        const anew = this.#reseal(key.id, sealed);
        if (anew) resealed += await this.database.forSystem((tx) => this.outlets.replaceSealed(tx, key, sealed, anew));
      }
      const last = page.at(-1);
      if (!last || page.length < PAGE) return resealed;
      after = last;
    }
  }

  #reseal(id: string, sealed: string): string | undefined {
    try {
      return this.keys.seal(this.keys.open(sealed, id), id);
    } catch (error) {
      this.logger.error('an access token cannot be opened with the keys in ENCRYPTION_KEYS', error as Error, { outletId: id });
      return undefined;
    }
  }
}
