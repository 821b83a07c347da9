import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** What an encoder was used for on one day (UTC). */
@Entity({ schema: 'knowledge', name: 'embedding_usage' })
export class EmbeddingUsageRow extends TenantRow {
  @PrimaryColumn('date') day!: string;
  @PrimaryColumn('text') model!: string;
  @Column('bigint') texts!: string;
  /** By which a provider is paid; 0 for an encoder of our own. */
  @Column('bigint') tokens!: string;
}
