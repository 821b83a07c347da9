import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** An archive of all that a company has; the bytes are in the object store under the same id. */
@Entity({ schema: 'tenant', name: 'company_exports' })
export class CompanyExportRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') state!: 'waiting' | 'running' | 'done' | 'failed' | 'expired';
  @Column('uuid', { nullable: true }) requestedBy!: string | null;
  @IsoTime({ precision: 3 }) requestedAt!: string;
  /** Files of the archive that are written, of how many. */
  @Column('integer') written!: number;
  @Column('integer') files!: number;
  @Column('integer') attempts!: number;
  @Column('bigint', { nullable: true }) sizeBytes!: number | null;
  @IsoTime({ precision: 3, nullable: true }) finishedAt!: string | null;
  @IsoTime({ precision: 3, nullable: true }) expiresAt!: string | null;
  /** When a job looks at it (again): to write it, and to take it away. */
  @IsoTime({ precision: 3, nullable: true }) nextAt!: string | null;
}
