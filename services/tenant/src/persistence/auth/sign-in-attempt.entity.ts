import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** Failed attempts to sign in since the last success, by account and by network address. */
@Entity({ schema: 'tenant', name: 'sign_in_attempts' })
export class SignInAttemptRow {
  @PrimaryColumn('text') key!: string;
  @Column('integer') failures!: number;
  @IsoTime({ nullable: true }) lockedUntil!: string | null;
  @IsoTime() lastAt!: string;
}
