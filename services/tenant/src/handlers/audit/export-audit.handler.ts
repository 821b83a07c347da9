import { Injectable } from '@nestjs/common';
import { csvHead, csvRow } from '../../domain/audit/audit.js';
import type { AuditFilter } from '../../persistence/audit/audit.repository.js';
import { ListAuditHandler } from './list-audit.handler.js';

const PAGE = 500;
/** Bounds one request; a narrower `from` and `to` give the rest. */
export const MAX_EXPORTED = 50_000;

@Injectable()
export class ExportAuditHandler {
  constructor(private readonly listAudit: ListAuditHandler) {}

  /** CSV (RFC 4180), newest first, in pieces: no export is ever in memory as a whole. */
  async *execute(tenantId: string | undefined, filter: AuditFilter): AsyncGenerator<string> {
    yield csvHead();
    let before: string | undefined;
    for (let exported = 0; exported < MAX_EXPORTED; exported += PAGE) {
      const page = await this.listAudit.execute(tenantId, filter, before, PAGE);
      if (page.items.length > 0) yield page.items.map(csvRow).join('');
      if (page.nextCursor === null) return;
      before = page.items.at(-1)?.id;
    }
  }
}
