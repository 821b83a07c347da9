import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { ApiNextCursor, PageQuery } from '#service-kit';
import { OUTCOMES, type Outcome } from '../../domain/webhooks/outcome.js';

export class FiguresDto {
  @ApiProperty({ description: 'Counted where they came in; the others add up to it.' }) received!: number;
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
    description: 'These items; those that were processed, and those pending for less than 5 minutes, are left alone.',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @IsUUID('all', { each: true })
  itemIds?: string[];

  @ApiPropertyOptional({
    enum: ['pending', 'parked', 'dead'],
    description: 'All items with this outcome; pending ones from 5 minutes on, since their event may be lost.',
  })
  @IsOptional()
  @IsIn(['pending', 'parked', 'dead'])
  outcome?: 'pending' | 'parked' | 'dead';

  @ApiPropertyOptional({ format: 'uuid', description: 'Only items of this tenant.' })
  @IsOptional()
  @IsUUID()
  tenantId?: string;
}

export class UnchangedDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: 'Stable reason.' }) code!: string;
  @ApiProperty() detail!: string;
}

export class ReplayResultDto {
  @ApiProperty({ description: 'Those that are on their way again.' }) replayed!: number;
  @ApiProperty({ description: 'Those that still cannot go anywhere.' }) unchanged!: number;
  @ApiProperty({ type: [UnchangedDto], description: 'Why the first 100 of these stay where they are.' }) reasons!: UnchangedDto[];
  @ApiProperty({ description: 'Whether to call again for the rest.' }) more!: boolean;
}

/** Names of services, in which Postgres finds nothing that it cannot keep. */
const CONSUMER = /^[\w-]{1,64}$/;

export class DeadLetterQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Only what this service gave up.', example: 'conversation' })
  @IsOptional()
  @Matches(CONSUMER)
  consumer?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only events of this tenant.' })
  @IsOptional()
  @IsUUID()
  tenantId?: string;
}

export class ObstacleDto {
  @ApiProperty({ enum: ['unreadable', 'unknown_event', 'too_old'] }) code!: string;
  @ApiProperty() detail!: string;
}

export class DeadLetterDto {
  @ApiProperty({ format: 'uuid', description: 'The same however often the event dies for this consumer.' }) id!: string;
  @ApiProperty({ description: 'The service that gave up.' }) consumer!: string;
  @ApiProperty({ description: 'Id of the event; the digest of an envelope that cannot be read.' }) eventId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) tenantId!: string | null;
  @ApiProperty({ type: String, nullable: true }) subject!: string | null;
  @ApiProperty({ description: 'Stable reason of the last death.' }) code!: string;
  @ApiProperty() detail!: string;
  @ApiProperty({ description: 'The event as it was, up to 4,096 characters.' }) envelope!: string;
  @ApiProperty() isEnvelopeCut!: boolean;
  @ApiProperty({ description: 'Times that it was given up.' }) deaths!: number;
  @ApiProperty({ format: 'date-time' }) firstAt!: string;
  @ApiProperty({ format: 'date-time' }) lastAt!: string;
  @ApiProperty({ type: ObstacleDto, nullable: true, description: 'Why it cannot be replayed; null when it can.' })
  obstacle!: ObstacleDto | null;
}

export class DeadLetterPageDto {
  @ApiProperty({ type: [DeadLetterDto] }) items!: DeadLetterDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class ReplayDeadLettersDto {
  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'These letters; those that were replayed already are left alone.' })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @IsUUID('all', { each: true })
  ids?: string[];

  @ApiPropertyOptional({ description: 'All that this service gave up.', example: 'conversation' })
  @IsOptional()
  @Matches(CONSUMER)
  consumer?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'All of this tenant.' })
  @IsOptional()
  @IsUUID()
  tenantId?: string;
}
