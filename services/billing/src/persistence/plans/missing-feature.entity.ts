import { Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** What the plan of a tenant lacks. */
@Entity({ schema: 'billing', name: 'missing_features' })
export class MissingFeatureRow extends TenantRow {
  @PrimaryColumn('text') feature!: string;
}
