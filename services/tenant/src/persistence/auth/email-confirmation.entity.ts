import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** A link that shows that mail to an address reaches its person; kept as a hash. */
@Entity({ schema: 'tenant', name: 'email_confirmations' })
export class EmailConfirmationRow {
  @PrimaryColumn('text') hash!: string;
  @Column('uuid') userId!: string;
  @IsoTime() expiresAt!: string;
  @IsoTime({ nullable: true }) usedAt!: string | null;
  @IsoTime() createdAt!: string;
}
