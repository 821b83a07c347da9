import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

@Injectable()
export class TenantTextsRepository {
  /** What the tenant wants said on a handoff, and in which language it speaks. */
  async handoff(tx: Transaction, outletId: string): Promise<{ message: string | null; language: string | null }> {
    const [row] = await tx.query<{ message: string | null; language: string | null }>(
      `select c.handoff_message as message, coalesce(c.language, o.settings ->> 'language') as language
       from (select) one
       left join tenant.llm_configs_v1 c on c.tenant_id = $1
       left join tenant.outlets_v1 o on o.tenant_id = $1 and o.id = $2`,
      [tx.tenantId, outletId],
    );
    return row ?? { message: null, language: null };
  }
}
