import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** A link with which a person sets a new password; kept as a hash. */
@Entity({ schema: 'tenant', name: 'password_resets' })
export class PasswordResetRow {
  @PrimaryColumn('text') hash!: string;
  @Column('uuid') userId!: string;
  @IsoTime() expiresAt!: string;
  @IsoTime({ nullable: true }) usedAt!: string | null;
  @IsoTime() createdAt!: string;
}
