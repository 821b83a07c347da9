import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';
import type { VersionReport } from '../../domain/golden/draft-check.js';

/** A published set of documents. */
@Entity({ schema: 'knowledge', name: 'base_versions' })
export class BaseVersionRow extends TenantRow {
  @PrimaryColumn('uuid') baseId!: string;
  @PrimaryColumn('integer') version!: number;
  @Column('text') createdBy!: string;
  /** The confidence that an answer from it takes, by what the company chose; null where it was not measured. */
  @Column('double precision', { nullable: true }) enoughSure!: number | null;
  @Column('double precision', { nullable: true }) enoughMore!: number | null;
  /** What was asked of it before it was published, and what came out; null where nothing was asked. */
  @Column('jsonb', { nullable: true }) report!: VersionReport | null;
  @IsoTime() createdAt!: string;
}
