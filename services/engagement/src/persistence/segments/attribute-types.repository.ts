import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { AttributeType, AttributeTypes } from '../../domain/segments/expression.js';

/** Which attributes of contacts the company has given a type: 50 at most. */
@Injectable()
export class AttributeTypesRepository {
  async all(tx: Transaction): Promise<AttributeTypes> {
    const rows = await tx.query<{ key: string; type: AttributeType; choices: string[] }>(
      `select key, type, choices from conversation.contact_attributes_v1 where tenant_id = $1`,
      [tx.tenantId],
    );
    return new Map(rows.map(({ key, type, choices }) => [key, { type, choices }]));
  }
}
