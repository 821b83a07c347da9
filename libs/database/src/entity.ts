import { Column } from 'typeorm/decorator/columns/Column.js';
import { PrimaryColumn } from 'typeorm/decorator/columns/PrimaryColumn.js';
import type { ColumnOptions } from 'typeorm/decorator/options/ColumnOptions.js';
import type { ColumnType } from 'typeorm/driver/types/ColumnTypes.js';

/** A row of a tenant's: the tenant is the first part of its key. */
export abstract class TenantRow {
  @PrimaryColumn('uuid') tenantId!: string;
}

/** A `timestamptz`, which arrives as ISO text in UTC. @param options `precision: 3` for milliseconds, as they travel in cursors */
export const IsoTime = (options: ColumnOptions = {}): PropertyDecorator => Column({ ...options, type: 'timestamptz' });

/** A column that Postgres fills: generated from others, or an identity. */
export const Computed = (type: ColumnType, options: ColumnOptions = {}): PropertyDecorator =>
  Column({ ...options, type, insert: false, update: false });
