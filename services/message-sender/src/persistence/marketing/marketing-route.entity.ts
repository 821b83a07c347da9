import { Column, Entity, PrimaryColumn } from 'typeorm';
import { IsoTime, TenantRow } from '#database';
import type { Route } from '../../domain/marketing/route.js';

/** By which way promotions of an account leave, or of one template, since WhatsApp has refused the other. */
@Entity({ schema: 'message_sender', name: 'marketing_routes' })
export class MarketingRouteRow extends TenantRow {
  @PrimaryColumn('text') wabaId!: string;
  /** Empty: all of the account. */
  @PrimaryColumn('text') template!: string;
  @Column('text') route!: Route;
  /** Meta's code; 0 where the answer had none. */
  @Column('integer') code!: number;
  @IsoTime() toldAt!: string;
}
