import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** Since when a person may do less than access tokens say that were issued before. Kept as long as those live. */
@Entity({ schema: 'tenant', name: 'access_cuts' })
export class AccessCutRow {
  @PrimaryColumn('uuid') userId!: string;
  @IsoTime({ precision: 3 }) cutAt!: string;
  @PrimaryColumn('uuid') tenantId!: string;
  /** The sign-in that changed the password goes on; all others end. */
  @Column('uuid', { nullable: true }) keptSession!: string | null;
}
