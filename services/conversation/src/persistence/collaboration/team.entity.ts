import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** People who share conversations. */
@Entity({ schema: 'conversation', name: 'teams' })
export class TeamRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @IsoTime() createdAt!: string;
}
