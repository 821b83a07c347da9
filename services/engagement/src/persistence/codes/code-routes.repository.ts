import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** A number from which codes may leave. */
export interface CodeOutlet {
  id: string;
  wabaId: string;
  /** Where nothing is known of a customer. */
  language: string | null;
}

export interface CodeTemplate {
  id: string;
  name: string;
  language: string;
}

/** By which number and template a code leaves: what other services publish. */
@Injectable()
export class CodeRoutesRepository {
  /** @param id the first one where it is left out @returns only one that is active */
  async outlet(tx: Transaction, id: string | null): Promise<CodeOutlet | undefined> {
    const [row] = await tx.query<CodeOutlet>(
      `select id, waba_id as "wabaId", settings ->> 'language' as language from tenant.outlets_v1
       where tenant_id = $1 and status = 'active' and id = coalesce($2::uuid, id) order by id limit 1`,
      [tx.tenantId, id],
    );
    return row;
  }

  /** Whether there is such a number, whatever its state. */
  async hasOutlet(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.query(`select from tenant.outlets_v1 where tenant_id = $1 and id = $2`, [tx.tenantId, id])).length > 0;
  }

  /** Authentication templates of an account that WhatsApp has approved. */
  async templates(tx: Transaction, wabaId: string): Promise<CodeTemplate[]> {
    return tx.query<CodeTemplate>(
      `select id, name, language from message_sender.code_templates_v1 where tenant_id = $1 and waba_id = $2 order by name, language`,
      [tx.tenantId, wabaId],
    );
  }

  /** What the customer with this number is written to in, where it is known. */
  async language(tx: Transaction, phones: readonly string[]): Promise<string | undefined> {
    const [row] = await tx.query<{ language: string | null }>(
      `select language from conversation.contact_languages_v1 where tenant_id = $1 and phone = any($2::text[]) limit 1`,
      [tx.tenantId, phones],
    );
    return row?.language ?? undefined;
  }
}
