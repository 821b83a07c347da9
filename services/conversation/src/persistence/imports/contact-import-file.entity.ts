import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** A file of an import that lies in the object store, or may. */
@Entity({ schema: 'conversation', name: 'contact_import_files' })
export class ContactImportFileRow extends TenantRow {
  @PrimaryColumn('uuid') importId!: string;
  @IsoTime({ precision: 3 }) createdAt!: string;
}
