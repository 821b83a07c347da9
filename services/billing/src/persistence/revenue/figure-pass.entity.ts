import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** When the job that looks at all tenants last began, and ended: one row. Of no tenant. */
@Entity({ schema: 'billing', name: 'figure_passes' })
export class FigurePassRow {
  @PrimaryColumn('boolean') id!: boolean;
  @IsoTime() begunAt!: string;
  @IsoTime({ nullable: true }) endedAt!: string | null;
}
