import { Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** A document of a published version. */
@Entity({ schema: 'knowledge', name: 'version_documents' })
export class VersionDocumentRow extends TenantRow {
  @PrimaryColumn('uuid') baseId!: string;
  @PrimaryColumn('integer') version!: number;
  @PrimaryColumn('uuid') documentId!: string;
}
