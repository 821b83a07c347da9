import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CONFIG } from '#service-kit';
import { refusalHashes } from '#whatsapp';
import type { Config } from '../../config.js';
import { spellingsOf, type Addressed } from '../../domain/gate/recipient.js';

/** Who wants no promotions: contacts belong to the conversation service, and this reads its published views. */
@Injectable()
export class RefusalsRepository {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Whether the customer has refused promotions of this tenant, under whatever spelling of their number, and be it before they were erased. */
  async hasRefused(tx: Transaction, { id, phone, userId }: Addressed): Promise<boolean> {
    const phones = spellingsOf(phone);
    const rows = await tx.query(
      `select from conversation.marketing_refusals_v1 where tenant_id = $1 and id = $2
       union all
       select from conversation.marketing_refusals_v1 where tenant_id = $1 and phone = any($3::text[])
       union all
       select from conversation.marketing_refusals_v1 where tenant_id = $1 and user_id = $4
       union all
       select from conversation.contact_spellings_v1 s
       cross join lateral (select from conversation.marketing_refusals_v1 where tenant_id = $1 and phone = s.wa_id limit 1) r
       where s.tenant_id = $1 and s.phone = any($3::text[])
       union all
       select from conversation.erased_refusals_v1 where tenant_id = $1 and hash = any($5::text[])
       limit 1`,
      [tx.tenantId, id ?? null, phones, userId ?? null, this.#hashes(tx, phones, userId)],
    );
    return rows.length > 0;
  }

  #hashes(tx: Transaction, phones: readonly string[], userId: string | null | undefined): string[] {
    return refusalHashes(this.config.REFUSAL_HASH_KEY, tx.tenantId!, { phones, userIds: userId ? [userId] : [] });
  }
}
