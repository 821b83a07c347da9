import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ObjectStore } from '#object-store';
import { MediaRepository } from '../../persistence/media/media.repository.js';

const AT_A_TIME = 200;

/** Customers' files whose messages have been erased are erased too: the bytes first, so that none is left that no row knows. */
@Injectable()
export class ForgetMediaHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly media: MediaRepository,
    private readonly store: ObjectStore,
  ) {}

  async execute(): Promise<void> {
    for (;;) {
      const orphans = await this.database.forSystem((tx) => this.media.orphans(tx, AT_A_TIME));
      for (const { tenantId, id } of orphans) {
        await this.store.delete({ tenantId, id });
        await this.database.forTenant(tenantId, (tx) => this.media.remove(tx, id));
      }
      if (orphans.length < AT_A_TIME) return;
    }
  }
}
