import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import { FlowSecretRow } from './flow-secret.entity.js';

export type FlowSecret = Pick<FlowSecretRow, 'generation' | 'rotatedAt'>;

@Injectable()
export class FlowSecretsRepository {
  async find(tx: Transaction): Promise<FlowSecret | undefined> {
    const [row] = await tx.query<FlowSecret>(`select ${columnsOf(FlowSecretRow)} from engagement.flow_secrets where tenant_id = $1`, [
      tx.tenantId,
    ]);
    return row;
  }

  async rotate(tx: Transaction, now: string): Promise<FlowSecret> {
    const [row] = await tx.query<FlowSecret>(
      `insert into engagement.flow_secrets as s (tenant_id, generation, rotated_at) values ($1, 1, $2)
       on conflict (tenant_id) do update set generation = s.generation + 1, rotated_at = excluded.rotated_at
       returning ${columnsOf(FlowSecretRow, 's')}`,
      [tx.tenantId, now],
    );
    return row!;
  }
}
