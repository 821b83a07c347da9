import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';

/** An object of the store that no document has. */
@Entity({ schema: 'knowledge', name: 'unused_objects' })
export class UnusedObjectRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  /** When it is deleted. */
  @IsoTime() dueAt!: string;
}
