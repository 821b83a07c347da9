import { Injectable } from '@nestjs/common';
import { NIL } from 'uuid';
import { TenantDatabase } from '#database';
import { KeyRing, Logger } from '#service-kit';
import { ModelServersRepository } from '../../persistence/model-server/model-servers.repository.js';

const PAGE = 200;

@Injectable()
export class ResealModelKeysHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly servers: ModelServersRepository,
    private readonly keys: KeyRing,
    private readonly logger: Logger,
  ) {}

  /** Seals keys of model servers under the newest key of the ring, so that older ones can be removed. @returns how many */
  async execute(): Promise<number> {
    let resealed = 0;
    for (let after: string = NIL; ;) {
      const page = await this.database.forSystem((tx) => this.servers.sealedPage(tx, after, PAGE));
      for (const { tenantId, sealed } of page.filter((server) => this.keys.isStale(server.sealed))) {
        const anew = this.#reseal(tenantId, sealed);
        if (anew) resealed += await this.database.forSystem((tx) => this.servers.replaceSealed(tx, tenantId, sealed, anew));
      }
      const last = page.at(-1);
      if (!last || page.length < PAGE) return resealed;
      after = last.tenantId;
    }
  }

  #reseal(tenantId: string, sealed: string): string | undefined {
    try {
      return this.keys.seal(this.keys.open(sealed, tenantId), tenantId);
    } catch (error) {
      this.logger.error('the key of a model server cannot be opened with the keys in MODEL_ENCRYPTION_KEYS', error as Error, { tenantId });
      return undefined;
    }
  }
}
