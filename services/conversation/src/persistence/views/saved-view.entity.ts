import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';
import type { ViewFilter } from '../../domain/views/saved-view.js';

/** A filter of the inbox under a name. */
@Entity({ schema: 'conversation', name: 'saved_views' })
export class SavedViewRow extends TenantRow {
  @PrimaryColumn('uuid') id!: string;
  /** Who made it: of one that is not shared, the only one who sees it. */
  @Column('uuid') ownerId!: string;
  @Column('boolean') isShared!: boolean;
  @Column('text') name!: string;
  @Column('jsonb') filter!: ViewFilter;
}
