import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ObjectStore } from '#object-store';
import { ObjectsRepository } from '../../persistence/documents/objects.repository.js';

const AT_A_TIME = 200;

/** Deletes files that no document has: first the bytes, then the row by which they are found. */
@Injectable()
export class DeleteUnusedObjectsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly objects: ObjectsRepository,
    private readonly store: ObjectStore,
  ) {}

  /** @throws the first failure, after everything else that is due */
  async execute(): Promise<void> {
    for (;;) {
      const due = await this.database.forSystem((tx) => this.objects.due(tx, AT_A_TIME));
      const failures: unknown[] = [];
      for (const { tenantId, id } of due) {
        try {
          await this.store.delete({ tenantId, id });
          await this.database.forTenant(tenantId, (tx) => this.objects.use(tx, id));
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
      if (due.length < AT_A_TIME) return;
    }
  }
}
