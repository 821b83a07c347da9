import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { otherSpelling } from '#whatsapp';

/** A contact as far as orders need one. */
export interface Customer {
  id: string;
  phone: string | null;
  userId: string | null;
  name: string | null;
  language: string | null;
}

/** All under which orders and invoices of a customer may stand. */
export interface KnownAs {
  /** The contact, and those that were merged into it. */
  ids: readonly string[];
  /** Every spelling of its number. */
  phones: readonly string[];
}

const COLUMNS = `c.id, c.phone, c.user_id as "userId", coalesce(c.alias, c.name) as name, c.language`;

/** Contacts belong to the conversation service, which publishes them. */
@Injectable()
export class CustomersRepository {
  async find(tx: Transaction, id: string): Promise<Customer | undefined> {
    const [row] = await tx.query<Customer>(`select ${COLUMNS} from conversation.contacts_v1 c where c.tenant_id = $1 and c.id = $2`, [
      tx.tenantId,
      id,
    ]);
    return row;
  }

  /** @param phone of the contact, where that is there and has one */
  async knownAs(tx: Transaction, id: string, phone: string | null | undefined): Promise<KnownAs> {
    return { ids: await this.#everyId(tx, id), phones: phone ? spellings(phone) : [] };
  }

  /** By a number, in whichever of its spellings. @param phone digits */
  async findByPhone(tx: Transaction, phone: string): Promise<Customer | undefined> {
    const rows = await tx.query<Customer>(
      `select ${COLUMNS} from conversation.contacts_v1 c where c.tenant_id = $1 and c.phone = any($2::text[]) limit 2`,
      [tx.tenantId, spellings(phone)],
    );
    return rows.find((row) => row.phone === phone) ?? rows[0];
  }

  /** By what WhatsApp calls somebody who shows no number. */
  async findByUserId(tx: Transaction, userId: string): Promise<Customer | undefined> {
    const [row] = await tx.query<Customer>(`select ${COLUMNS} from conversation.contacts_v1 c where c.tenant_id = $1 and c.user_id = $2`, [
      tx.tenantId,
      userId,
    ]);
    return row;
  }

  /** A contact and those that were merged into it, before or after one another. */
  async #everyId(tx: Transaction, id: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `with recursive theirs as (
         select $2::uuid as id union
         select m.id from theirs t join conversation.merged_contacts_v1 m on m.tenant_id = $1 and m.merged_into = t.id)
       select id from theirs limit 100`,
      [tx.tenantId, id],
    );
    return rows.map((row) => row.id);
  }
}

/** Every way in which WhatsApp may name the account of a number. */
export const spellings = (phone: string): string[] => [phone, otherSpelling(phone)].filter((one) => one !== undefined);
