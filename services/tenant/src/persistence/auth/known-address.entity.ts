import { Entity, PrimaryColumn } from 'typeorm';
import { IsoTime } from '#database';

/** A network from which a person has signed in: strangers’ failures elsewhere do not slow them there. */
@Entity({ schema: 'tenant', name: 'known_addresses' })
export class KnownAddressRow {
  @PrimaryColumn('uuid') userId!: string;
  /** An IPv4 address, or the /64 of an IPv6 address. */
  @PrimaryColumn('text') block!: string;
  @IsoTime() lastAt!: string;
}
