import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, toPage, type Page } from '#service-kit';
import type { SaidConsent } from '../../domain/consent/consent.js';
import { ConsentsRepository } from '../../persistence/consent/consents.repository.js';

@Injectable()
export class ListConsentsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly consents: ConsentsRepository,
  ) {}

  /** Newest first. @param before id of the entry at which the page before ended @throws {Problem} not_found */
  async execute(tenantId: string, contactId: string, before: string | undefined, limit: number): Promise<Page<SaidConsent>> {
    const rows = await this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.consents.isContact(tx, contactId))) throw Problem.notFound('contact');
      return this.consents.list(tx, contactId, before, limit + 1);
    });
    return toPage(rows, limit, ({ id }) => [id]);
  }
}
