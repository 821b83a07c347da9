import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** The secret that a person shares with their authenticator app. It counts from `users.two_factor_since` on. */
@Entity({ schema: 'tenant', name: 'second_factors' })
export class SecondFactorRow {
  @PrimaryColumn('uuid') userId!: string;
  /** The sealed secret is bound to it; another secret has another. */
  @Column('uuid') id!: string;
  @Column('text') secretSealed!: string;
  /** Of the last code that was used. */
  @Column('bigint', { nullable: true }) lastStep!: string | null;
  @IsoTime() createdAt!: string;
}
