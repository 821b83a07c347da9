import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** How often something was done in the hour that began with the first time. */
@Entity({ schema: 'engagement', name: 'code_limits' })
export class CodeLimitRow extends TenantRow {
  @PrimaryColumn('text') kind!: string;
  /** A hash, where it stands for somebody. */
  @PrimaryColumn('text') key!: string;
  @IsoTime({ precision: 3 }) startedAt!: string;
  @Column('integer') count!: number;
}
