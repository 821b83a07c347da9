import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { redactPieces } from '../../domain/webhooks/redact-body.js';
import { CompanyWebhooksRepository } from '../../persistence/company/company-webhooks.repository.js';
import { ErasureRepository, type EntryItem } from '../../persistence/privacy/erasure.repository.js';

/** Items of one transaction. */
const BATCH = 500;
/** What is left of a body that was of this company alone. */
const NOTHING = Buffer.from('{"erased":true}');

/** What WhatsApp delivered for a company goes: its items, and their pieces of the bodies in the journal. Pieces of others stay as they are. */
@Injectable()
export class EraseWebhooksHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly webhooks: CompanyWebhooksRepository,
    private readonly erasure: ErasureRepository,
  ) {}

  /** Each page is one transaction, and finds what the page before has left. */
  async execute(tenantId: string): Promise<void> {
    while (await this.database.forSystem((tx) => this.#page(tx, tenantId)));
  }

  async #page(tx: Transaction, tenantId: string): Promise<boolean> {
    const page = await this.webhooks.items(tx, tenantId, BATCH);
    if (page.length === 0) return false;
    const journalIds = [...new Set(page.map(({ journalId }) => journalId))];
    const byEntry = Map.groupBy(await this.erasure.items(tx, journalIds), (item) => item.journalId);
    for (const entry of await this.webhooks.bodies(tx, journalIds)) {
      const [own, others] = parted(byEntry.get(entry.id) ?? [], tenantId);
      const body =
        others.length === 0
          ? NOTHING
          : redactPieces(
              entry.body,
              entry.receivedAt,
              new Set(own.map(({ index }) => index)),
              new Set(own.flatMap((item) => item.phoneNumberId ?? [])),
            );
      await this.erasure.saveBody(tx, entry.id, body);
    }
    const gone = [...byEntry.values()].flat().filter((item) => item.tenantId === tenantId);
    await this.webhooks.deleteItems(tx, tenantId, [...new Set([...page, ...gone].map(({ id }) => id))]);
    return true;
  }
}

const parted = (items: readonly EntryItem[], tenantId: string): [own: EntryItem[], others: EntryItem[]] => [
  items.filter((item) => item.tenantId === tenantId),
  items.filter((item) => item.tenantId !== tenantId),
];
