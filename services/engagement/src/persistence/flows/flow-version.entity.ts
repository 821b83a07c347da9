import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';
import type { Definition } from '../../domain/flows/definition.js';

/** A flow as it was published: it never changes. */
@Entity({ schema: 'engagement', name: 'flow_versions' })
export class FlowVersionRow extends TenantRow {
  @PrimaryColumn('uuid') flowId!: string;
  @PrimaryColumn('integer') version!: number;
  @Column('jsonb') definition!: Definition;
  @IsoTime({ precision: 3 }) createdAt!: string;
}
