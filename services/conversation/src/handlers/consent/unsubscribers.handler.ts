import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { decodeCursor, invalidCursor, isId, toPage, type Actor, type Page } from '#service-kit';
import { unsubscriberLine, unsubscribersHead, type Unsubscriber } from '../../domain/consent/unsubscriber.js';
import { UnsubscribersRepository } from '../../persistence/consent/unsubscribers.repository.js';
import { Audit } from '../audit/audit.step.js';

const PAGE = 500;

/** Who wants no promotions. They end that themselves, with a word such as START; what a program proves later counts too. */
@Injectable()
export class UnsubscribersHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly unsubscribers: UnsubscribersRepository,
    private readonly audit: Audit,
  ) {}

  /** The newest refusal first. @throws {Problem} invalid_cursor */
  async list(tenantId: string, cursor: string | undefined, limit: number): Promise<Page<Unsubscriber>> {
    const rows = await this.database.forTenant(tenantId, (tx) => this.unsubscribers.list(tx, placeOf(cursor), limit + 1));
    return toPage(rows, limit, ({ at, contactId }) => [at, contactId]);
  }

  /** Who exports is in the audit log before the first line leaves. @returns CSV (RFC 4180), in pieces: no export is ever in memory as a whole */
  async export(tenantId: string, by: Actor): Promise<AsyncGenerator<string>> {
    await this.database.forTenant(tenantId, async (tx) => {
      this.audit.append(tx, by, 'exported', { type: 'contact', id: v7() }, null, { fields: ['unsubscribed'] });
      return Promise.resolve();
    });
    return this.#lines(tenantId);
  }

  async *#lines(tenantId: string): AsyncGenerator<string> {
    yield unsubscribersHead();
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: Page<Unsubscriber> = await this.list(tenantId, cursor, PAGE);
      if (page.items.length > 0) yield page.items.map(unsubscriberLine).join('');
      cursor = page.nextCursor;
    }
  }
}

function placeOf(cursor: string | undefined): { at: string; contactId: string } | undefined {
  const keys = decodeCursor(cursor, 2);
  if (!keys) return undefined;
  const [at, contactId] = keys;
  if (typeof at !== 'string' || !Number.isFinite(Date.parse(at)) || !isId(contactId)) throw invalidCursor();
  return { at, contactId };
}
