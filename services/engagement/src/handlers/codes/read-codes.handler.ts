import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Period } from '#service-kit';
import { CodeCountsRepository, type CodeAlert, type CodeFigure } from '../../persistence/codes/code-counts.repository.js';
import type { Code } from '../../persistence/codes/code.entity.js';
import { CodesRepository } from '../../persistence/codes/codes.repository.js';

const ALERTS = 50;

/** What became of codes: of one, of all by day, and what is unusual. */
@Injectable()
export class ReadCodesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly codes: CodesRepository,
    private readonly counts: CodeCountsRepository,
  ) {}

  /** Without the number: whoever asks has it. @throws {Problem} not_found */
  async one(tenantId: string, id: string): Promise<Omit<Code, 'phone'>> {
    const code = await this.database.forTenant(tenantId, (tx) => this.codes.find(tx, id));
    if (!code) throw Problem.notFound('one-time code');
    const { phone: _, ...rest } = code;
    return rest;
  }

  async figures(tenantId: string, { from, to }: Period): Promise<CodeFigure[]> {
    return this.database.forTenant(tenantId, (tx) => this.counts.figures(tx, from, to));
  }

  async alerts(tenantId: string): Promise<CodeAlert[]> {
    return this.database.forTenant(tenantId, (tx) => this.counts.alerts(tx, ALERTS));
  }
}
