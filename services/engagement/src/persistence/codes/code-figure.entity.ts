import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';
import type { CodePurpose } from '../../domain/codes/code.js';

/** How many codes of a day had an outcome. */
@Entity({ schema: 'engagement', name: 'code_figures' })
export class CodeFigureRow extends TenantRow {
  /** UTC. */
  @PrimaryColumn('date') day!: string;
  @PrimaryColumn('text') purpose!: CodePurpose;
  @PrimaryColumn('text') outcome!: string;
  @PrimaryColumn('text') reason!: string;
  @Column('integer') count!: number;
}
