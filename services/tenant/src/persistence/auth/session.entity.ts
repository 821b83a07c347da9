import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** A sign-in, as its person may know it. Whether it goes on, its refresh tokens say. */
@Entity({ schema: 'tenant', name: 'sessions' })
export class SessionRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') userId!: string;
  /** User-Agent; null of sign-ins from before they were kept. */
  @Column('text', { nullable: true }) agent!: string | null;
  /** Where it was used last. */
  @Column('text', { nullable: true }) address!: string | null;
  @IsoTime() beganAt!: string;
  @IsoTime() lastUsedAt!: string;
}
