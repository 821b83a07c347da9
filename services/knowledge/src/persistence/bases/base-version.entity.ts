import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A published set of documents. */
@Entity({ schema: 'knowledge', name: 'base_versions' })
export class BaseVersionRow extends TenantRow {
  @PrimaryColumn('uuid') baseId!: string;
  @PrimaryColumn('integer') version!: number;
  @Column('text') createdBy!: string;
  @IsoTime() createdAt!: string;
}
