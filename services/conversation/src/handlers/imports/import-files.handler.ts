import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ObjectStore, type PutObject, type StoredObject } from '#object-store';
import { ImportsRepository, type ImportKey } from '../../persistence/imports/imports.repository.js';
import { ImportClock } from './import-clock.state.js';

/** The files of imports. Of each a row is written before it is kept, and goes after it: one that is left behind is found by its row. */
@Injectable()
export class ImportFiles {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ImportsRepository,
    private readonly store: ObjectStore,
    private readonly clock: ImportClock,
  ) {}

  /** @throws {ObjectTooLarge} */
  async put(key: ImportKey, bytes: AsyncIterable<Buffer>, maxBytes: number): Promise<PutObject> {
    await this.database.forTenant(key.tenantId, (tx) => this.imports.addFile(tx, key.id, this.clock.now().toISOString()));
    return this.store.put(key, bytes, { maxBytes });
  }

  async get(key: ImportKey): Promise<StoredObject | undefined> {
    return this.store.get(key);
  }

  /** Idempotent. */
  async delete(key: ImportKey): Promise<void> {
    await this.store.delete(key);
    await this.database.forTenant(key.tenantId, (tx) => this.imports.forgetFile(tx, key.id));
  }
}
