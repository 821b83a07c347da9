import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** What an import did to a contact: what it takes to undo it. */
@Entity({ schema: 'conversation', name: 'contact_import_changes' })
export class ContactImportChangeRow extends TenantRow {
  @PrimaryColumn('uuid') importId!: string;
  @PrimaryColumn('uuid') contactId!: string;
  /** The facts before; null of a contact that the import made. */
  @Column('jsonb', { nullable: true }) before!: unknown;
  /** Of the contact after the import. */
  @Column('integer') version!: number;
}
