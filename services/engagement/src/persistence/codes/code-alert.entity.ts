import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** Numbers of one beginning for which more codes were asked than is usual. */
@Entity({ schema: 'engagement', name: 'code_alerts' })
export class CodeAlertRow extends TenantRow {
  @PrimaryColumn('text') prefix!: string;
  @IsoTime({ precision: 3 }) firstAt!: string;
  @IsoTime({ precision: 3 }) lastAt!: string;
  @Column('integer') refused!: number;
}
