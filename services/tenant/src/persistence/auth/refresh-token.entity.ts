import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** A refresh token; kept as a hash. */
@Entity({ schema: 'tenant', name: 'refresh_tokens' })
export class RefreshTokenRow {
  @PrimaryColumn('text') hash!: string;
  @Column('uuid') userId!: string;
  /** Every token that descends from one sign-in: reuse of any of them ends them all. */
  @Column('uuid') family!: string;
  @IsoTime() expiresAt!: string;
  @IsoTime({ nullable: true }) usedAt!: string | null;
  @IsoTime({ nullable: true }) revokedAt!: string | null;
  /** When it was issued, as its access token says. */
  @IsoTime() createdAt!: string;
  /** Of a used one: what makes its successor of it. */
  @Column('text', { nullable: true }) successorSalt!: string | null;
}
