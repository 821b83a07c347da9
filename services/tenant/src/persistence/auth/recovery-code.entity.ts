import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** Opens an account once in place of a code of the app; kept as a hash. */
@Entity({ schema: 'tenant', name: 'recovery_codes' })
export class RecoveryCodeRow {
  @PrimaryColumn('uuid') userId!: string;
  @PrimaryColumn('text') hash!: string;
  @IsoTime({ nullable: true }) usedAt!: string | null;
}
