import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { KeyRing, Logger } from '#service-kit';
import { OutletsRepository } from '../../persistence/outlets.repository.js';

const PAGE = 200;

@Injectable()
export class ResealTokensHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
    private readonly keys: KeyRing,
    private readonly logger: Logger,
  ) {}

  /** Seals under the newest key what an older one sealed, so that the older key can be taken away. @returns how many */
  async execute(): Promise<number> {
    let resealed = 0;
    let after: string | undefined;
    for (;;) {
      const page = await this.database.forSystem((tx) => this.outlets.sealedPage(tx, after, PAGE));
      for (const { id, sealed } of page.filter((outlet) => this.keys.isStale(outlet.sealed))) {
        const anew = this.#reseal(id, sealed);
        if (anew) resealed += await this.database.forSystem((tx) => this.outlets.replaceSealed(tx, id, sealed, anew));
      }
      after = page.at(-1)?.id;
      if (page.length < PAGE) return resealed;
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
