import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ApiKeyUsesRepository, type ApiKeyUse } from '../../persistence/api/api-key-uses.repository.js';

/** Remembers when keys were used until a job writes it: no request waits. A kill loses the last few seconds. */
@Injectable()
export class ApiKeyUses {
  #uses = new Map<string, ApiKeyUse>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly repository: ApiKeyUsesRepository,
  ) {}

  note(key: { id: string; tenantId: string }): void {
    this.#uses.set(key.id, { tenantId: key.tenantId, apiKeyId: key.id, at: new Date().toISOString() });
  }

  /** Writes all noted uses in one statement; after a failure, the next call writes them. */
  async write(): Promise<void> {
    if (this.#uses.size === 0) return;
    const uses = this.#uses;
    this.#uses = new Map();
    try {
      await this.database.forSystem((tx) => this.repository.record(tx, [...uses.values()]));
    } catch (error) {
      this.#uses = new Map([...uses, ...this.#uses]);
      throw error;
    }
  }
}
