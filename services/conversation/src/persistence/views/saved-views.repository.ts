import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import type { SavedView } from '../../domain/views/saved-view.js';
import { SavedViewRow } from './saved-view.entity.js';

const VIEW = columnsOf(SavedViewRow);

@Injectable()
export class SavedViewsRepository {
  /** Those of a person, and those that everybody has, by name. */
  async list(tx: Transaction, userId: string): Promise<SavedView[]> {
    return tx.query<SavedView>(
      `select * from (
         select ${VIEW} from conversation.saved_views where tenant_id = $1 and owner_id = $2 and not is_shared
         union all
         select ${VIEW} from conversation.saved_views where tenant_id = $1 and is_shared) views
       order by lower(name), id`,
      [tx.tenantId, userId],
    );
  }

  async countOwn(tx: Transaction, userId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `select count(*)::integer as count from conversation.saved_views where tenant_id = $1 and owner_id = $2 and not is_shared`,
      [tx.tenantId, userId],
    );
    return row!.count;
  }

  async countShared(tx: Transaction): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `select count(*)::integer as count from conversation.saved_views where tenant_id = $1 and is_shared`,
      [tx.tenantId],
    );
    return row!.count;
  }
}
