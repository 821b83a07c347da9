import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';
import type { MacroAction } from '../../domain/macros/macro.js';

/** Actions on a conversation under a name. */
@Entity({ schema: 'conversation', name: 'macros' })
export class MacroRow extends TenantRow {
  /** How lists are ordered. */
  static readonly order = 'lower(name), id';

  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('jsonb') actions!: MacroAction[];
}
