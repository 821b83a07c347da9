import { Injectable } from '@nestjs/common';
import { NIL } from 'uuid';
import { TenantDatabase } from '#database';
import { KeyRing, Logger } from '#service-kit';
import { EndpointsRepository, type EndpointKey } from '../../persistence/endpoints/endpoints.repository.js';

const PAGE = 200;

@Injectable()
export class ResealSecretsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly endpoints: EndpointsRepository,
    private readonly keys: KeyRing,
    private readonly logger: Logger,
  ) {}

  /** Seals secrets of older keys under the newest, so that the older keys can be removed. @returns how many endpoints */
  async execute(): Promise<number> {
    let resealed = 0;
    let after: EndpointKey = { tenantId: NIL, id: NIL };
    for (;;) {
      const page = await this.database.forSystem((tx) => this.endpoints.sealedPage(tx, after, PAGE));
      for (const { secret, formerSecret, ...key } of page) {
        if (!this.keys.isStale(secret) && !(formerSecret && this.keys.isStale(formerSecret))) continue;
        const anew = (sealed: string): string => this.keys.seal(this.keys.open(sealed, key.id), key.id);
        try {
          const now = { secret: anew(secret), formerSecret: formerSecret && anew(formerSecret) };
          resealed += await this.database.forSystem((tx) => this.endpoints.replaceSealed(tx, key, { secret }, now));
        } catch (error) {
          this.logger.error('the secret of a webhook endpoint could not be sealed anew', error as Error, { endpointId: key.id });
        }
      }
      const last = page.at(-1);
      if (!last || page.length < PAGE) return resealed;
      after = last;
    }
  }
}
