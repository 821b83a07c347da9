import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** A row of a file that was refused, and why. */
@Entity({ schema: 'conversation', name: 'contact_import_errors' })
export class ContactImportErrorRow extends TenantRow {
  @PrimaryColumn('uuid') importId!: string;
  @PrimaryColumn('integer') line!: number;
  @Column('text') field!: string;
  @Column('text') message!: string;
}
