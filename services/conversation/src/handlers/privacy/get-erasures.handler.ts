import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, toPage, type Page } from '#service-kit';
import type { Erasure } from '../../domain/privacy/erasure.js';
import { ErasuresRepository } from '../../persistence/privacy/erasures.repository.js';

@Injectable()
export class GetErasuresHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly erasures: ErasuresRepository,
  ) {}

  /** @throws {Problem} not_found */
  async one(tenantId: string, id: string): Promise<Erasure> {
    const erasure = await this.database.forTenant(tenantId, (tx) => this.erasures.find(tx, id));
    if (!erasure) throw Problem.notFound('erasure');
    return erasure;
  }

  /** Newest first. */
  async execute(tenantId: string, beforeId: string | undefined, limit: number): Promise<Page<Erasure>> {
    const rows = await this.database.forTenant(tenantId, (tx) => this.erasures.list(tx, beforeId, limit));
    return toPage(rows, limit, (erasure) => [erasure.id]);
  }
}
