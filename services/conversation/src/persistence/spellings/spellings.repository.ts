import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import type { Spelling } from '../../domain/contacts/spelling.js';
import { ContactSpellingRow } from './contact-spelling.entity.js';

const COLUMNS = columnsOf(ContactSpellingRow, undefined, ['phone', 'waId', 'isTold', 'toldAt']);

/** Which spellings lead to which account. No spelling leads to another one that leads on. */
@Injectable()
export class SpellingsRepository {
  async find(tx: Transaction, phone: string): Promise<Spelling | undefined> {
    const [row] = await tx.query<Spelling>(`select ${COLUMNS} from conversation.contact_spellings where tenant_id = $1 and phone = $2`, [
      tx.tenantId,
      phone,
    ]);
    return row;
  }

  /** The accounts that these spellings lead to. */
  async accountsOf(tx: Transaction, phones: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ waId: string }>(
      `select distinct wa_id as "waId" from conversation.contact_spellings where tenant_id = $1 and phone = any($2::text[])`,
      [tx.tenantId, phones],
    );
    return rows.map(({ waId }) => waId);
  }

  /** Keeps a spelling of an account; also all that led to the spelling lead to the account from now on. */
  async put(tx: Transaction, { phone, waId, isTold, toldAt }: Spelling): Promise<void> {
    if (phone !== waId) {
      await tx.execute(`delete from conversation.contact_spellings where tenant_id = $1 and phone = $2 and wa_id <> $2`, [
        tx.tenantId,
        waId,
      ]);
      await tx.execute(`update conversation.contact_spellings set wa_id = $3 where tenant_id = $1 and wa_id = $2`, [
        tx.tenantId,
        phone,
        waId,
      ]);
    }
    await tx.execute(
      `insert into conversation.contact_spellings (tenant_id, phone, wa_id, is_told, told_at) values ($1, $2, $3, $4, $5)
       on conflict (tenant_id, phone) do update set wa_id = excluded.wa_id, is_told = excluded.is_told, told_at = excluded.told_at`,
      [tx.tenantId, phone, waId, isTold, toldAt],
    );
  }

  /** Takes out whatever leads to one of these numbers. @returns the spellings */
  async take(tx: Transaction, waIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ phone: string }>(
      `delete from conversation.contact_spellings where tenant_id = $1 and wa_id = any($2::text[]) returning phone`,
      [tx.tenantId, waIds],
    );
    return rows.map(({ phone }) => phone);
  }
}
