import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow, type Read } from '#database';
import type { Definition, Trigger } from '../../domain/flows/definition.js';

export const FLOW_STATES = ['draft', 'live', 'stopped'] as const;
export type FlowState = (typeof FLOW_STATES)[number];

/** A flow as it is drawn. */
@Entity({ schema: 'engagement', name: 'flows' })
export class FlowRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('uuid') outletId!: string;
  @Column('jsonb') definition!: Definition;
  /** Grows with every change. */
  @Column('integer') revision!: number;
  @Column('text') state!: FlowState;
  /** The newest version; 0 before the first. */
  @Column('integer') version!: number;
  /** Of the newest version. */
  @Column('jsonb') triggers!: Trigger[];
  @IsoTime({ precision: 3 }) createdAt!: string;
  @IsoTime({ precision: 3 }) updatedAt!: string;
}

export type Flow = Read<FlowRow>;
