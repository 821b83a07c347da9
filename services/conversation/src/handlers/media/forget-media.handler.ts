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

  /** @throws the first failure, after everything else that was found: one file that cannot be removed keeps no other */
  async execute(): Promise<void> {
    for (;;) {
      const orphans = await this.database.forSystem((tx) => this.media.orphans(tx, AT_A_TIME));
      const failures: unknown[] = [];
      for (const orphan of orphans) await this.#forget(orphan).catch((error: unknown) => failures.push(error));
      // It is found again by the next round.
      if (failures.length > 0) throw failures[0];
      if (orphans.length < AT_A_TIME) return;
    }
  }

  async #forget({ tenantId, id }: { tenantId: string; id: string }): Promise<void> {
    await this.store.delete({ tenantId, id });
    await this.database.forTenant(tenantId, (tx) => this.media.remove(tx, id));
  }
}
