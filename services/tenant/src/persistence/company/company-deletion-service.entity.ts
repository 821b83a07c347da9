import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A service has said that it holds nothing of a company any more. */
@Entity({ schema: 'tenant', name: 'company_deletion_services' })
export class CompanyDeletionServiceRow extends TenantRow {
  @PrimaryColumn('uuid') deletionId!: string;
  @PrimaryColumn('integer') round!: number;
  @PrimaryColumn('text') service!: string;
  @IsoTime({ precision: 3 }) deletedAt!: string;
}
