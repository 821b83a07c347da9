import { Column, Entity } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** The model server of a company's own. */
@Entity({ schema: 'tenant', name: 'model_servers' })
export class ModelServerRow extends TenantRow {
  @Column('text') baseUrl!: string;
  @Column('text') apiKeySealed!: string;
  @Column('text') keyHint!: string;
  @Column('text') model!: string;
  @Column('text', { nullable: true }) fallbackModel!: string | null;
  @Column('integer') version!: number;
  @IsoTime() updatedAt!: string;
}
