import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** How many runs of a version left a node by a port; without a node, how many began and how they ended. */
@Entity({ schema: 'engagement', name: 'flow_figures' })
export class FlowFigureRow extends TenantRow {
  @PrimaryColumn('uuid') flowId!: string;
  @PrimaryColumn('integer') version!: number;
  @PrimaryColumn('text') node!: string;
  @PrimaryColumn('text') port!: string;
  @Column('bigint') passed!: string;
}
