import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsOptional, IsUUID } from 'class-validator';
import { ApiNextCursor, PageQuery } from '#service-kit';
import { OUTCOMES, type Outcome } from '../../domain/webhooks/outcome.js';

export class FiguresDto {
  @ApiProperty({ description: 'The sum of the others.' }) received!: number;
  @ApiProperty() processed!: number;
  @ApiProperty({ description: 'Kept, and waiting for somebody: unreadable, or of a number that nobody has.' }) parked!: number;
  @ApiProperty({ description: 'Given up by their consumer.' }) dead!: number;
  @ApiProperty() pending!: number;
}

export class TenantFiguresDto extends FiguresDto {
  @ApiProperty({ format: 'uuid' }) tenantId!: string;
}

export class LedgerDto {
  @ApiProperty({ description: 'Webhook bodies. One that could not be taken apart is parked.' }) journal!: FiguresDto;
  @ApiProperty({ description: 'Messages, statuses and account changes that the bodies held.' }) items!: FiguresDto;
  @ApiProperty({ type: [TenantFiguresDto] }) tenants!: TenantFiguresDto[];
  @ApiProperty({ description: 'Items that belong to no tenant yet.' }) unrouted!: FiguresDto;
}

export class ItemQuery extends PageQuery {
  @ApiPropertyOptional({ enum: OUTCOMES })
  @IsOptional()
  @IsIn(OUTCOMES)
  outcome?: Outcome;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  tenantId?: string;
}

export class ItemDto {
  @ApiProperty({ format: 'uuid', description: 'Also the id of its event.' }) id!: string;
  @ApiProperty({ format: 'uuid' }) journalId!: string;
  @ApiProperty({ description: 'Position in the webhook body.' }) index!: number;
  @ApiProperty({ enum: ['message', 'status', 'account', 'body'] }) kind!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) tenantId!: string | null;
  @ApiProperty({ type: String, nullable: true }) phoneNumberId!: string | null;
  @ApiProperty({ type: String, nullable: true }) wabaId!: string | null;
  @ApiProperty({ enum: OUTCOMES }) outcome!: Outcome;
  @ApiProperty({ type: String, nullable: true, description: 'Stable reason, of parked and dead items.' }) code!: string | null;
  @ApiProperty({ type: String, nullable: true }) detail!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Subject of its event.' }) subject!: string | null;
  @ApiProperty({ format: 'date-time' }) receivedAt!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) settledAt!: string | null;
  @ApiProperty({ description: 'The piece as it was received; text where the body is not JSON.', nullable: true, type: Object })
  raw!: unknown;
}

export class ItemPageDto {
  @ApiProperty({ type: [ItemDto] }) items!: ItemDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class ReplayDto {
  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    description: 'These items; those that are neither parked nor dead are left alone.',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @IsUUID('all', { each: true })
  itemIds?: string[];

  @ApiPropertyOptional({ enum: ['parked', 'dead'], description: 'All items with this outcome.' })
  @IsOptional()
  @IsIn(['parked', 'dead'])
  outcome?: 'parked' | 'dead';

  @ApiPropertyOptional({ format: 'uuid', description: 'Only items of this tenant.' })
  @IsOptional()
  @IsUUID()
  tenantId?: string;
}

export class ReplayResultDto {
  @ApiProperty({ description: 'Items that are on their way again.' }) replayed!: number;
  @ApiProperty({ description: 'Items that still cannot go anywhere.' }) unchanged!: number;
  @ApiProperty({ description: 'Whether to call again for the rest.' }) more!: boolean;
}
