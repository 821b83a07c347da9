import { Column, Entity } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** With which secret the flows of a tenant sign their calls. */
@Entity({ schema: 'engagement', name: 'flow_secrets' })
export class FlowSecretRow extends TenantRow {
  @Column('integer') generation!: number;
  @IsoTime({ precision: 3 }) rotatedAt!: string;
}
