import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { ApiNextCursor, PageQuery } from '#service-kit';
import { OUTCOMES, type Outcome } from '../../domain/webhooks/outcome.js';

export class FiguresDto {
  @ApiProperty({ description: 'Everything that came in; the other figures add up to it.' }) received!: number;
  @ApiProperty() processed!: number;
  @ApiProperty({ description: 'Stored and waiting for a person: unreadable, or for a number that no tenant has.' }) parked!: number;
  @ApiProperty({ description: 'Given up by the consumer.' }) dead!: number;
  @ApiProperty() pending!: number;
}

export class TenantFiguresDto extends FiguresDto {
  @ApiProperty({ format: 'uuid' }) tenantId!: string;
}

export class LedgerDto {
  @ApiProperty({ description: 'Webhook bodies. A body that could not be split is parked.' }) journal!: FiguresDto;
  @ApiProperty({ description: 'Messages, statuses and account changes in the bodies.' }) items!: FiguresDto;
  @ApiProperty({ type: [TenantFiguresDto] }) tenants!: TenantFiguresDto[];
  @ApiProperty({ description: 'Items without a tenant.' }) unrouted!: FiguresDto;
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
  @ApiProperty({ format: 'uuid', description: 'Also the id of the event.' }) id!: string;
  @ApiProperty({ format: 'uuid' }) journalId!: string;
  @ApiProperty({ description: 'Position in the webhook body.' }) index!: number;
  @ApiProperty({ enum: ['message', 'status', 'account', 'body'] }) kind!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) tenantId!: string | null;
  @ApiProperty({ type: String, nullable: true }) phoneNumberId!: string | null;
  @ApiProperty({ type: String, nullable: true }) wabaId!: string | null;
  @ApiProperty({ enum: OUTCOMES }) outcome!: Outcome;
  @ApiProperty({ type: String, nullable: true, description: 'Stable code of the reason, for parked and dead items.' }) code!: string | null;
  @ApiProperty({ type: String, nullable: true }) detail!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Subject of the event.' }) subject!: string | null;
  @ApiProperty({ format: 'date-time' }) receivedAt!: string;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) settledAt!: string | null;
  @ApiProperty({ description: 'The piece as received; text if the body is not JSON.', nullable: true, type: Object })
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
    description: 'Items to replay. Skips processed ones and those pending for less than 5 minutes.',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @IsUUID('all', { each: true })
  itemIds?: string[];

  @ApiPropertyOptional({
    enum: ['pending', 'parked', 'dead'],
    description: 'Replays all items with this outcome; pending ones only after 5 minutes, when their event may be lost.',
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
  @ApiProperty({ description: 'Stable code of the reason.' }) code!: string;
  @ApiProperty() detail!: string;
}

export class ReplayResultDto {
  @ApiProperty({ description: 'Replayed.' }) replayed!: number;
  @ApiProperty({ description: 'Still not deliverable.' }) unchanged!: number;
  @ApiProperty({ type: [UnchangedDto], description: 'Reasons of the first 100 unchanged ones.' }) reasons!: UnchangedDto[];
  @ApiProperty({ description: 'Whether there are more; call again.' }) more!: boolean;
}

/** Names of services, in which Postgres finds nothing that it cannot keep. */
const CONSUMER = /^[\w-]{1,64}$/;

export class DeadLetterQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Only events that this service gave up.', example: 'conversation' })
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
  @ApiProperty({ format: 'uuid', description: 'Stays the same however often the event dies for this consumer.' }) id!: string;
  @ApiProperty({ description: 'The service that gave up.' }) consumer!: string;
  @ApiProperty({ description: 'Id of the event; the digest of an unreadable envelope.' }) eventId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) tenantId!: string | null;
  @ApiProperty({ type: String, nullable: true }) subject!: string | null;
  @ApiProperty({ description: 'Stable code of the last reason.' }) code!: string;
  @ApiProperty() detail!: string;
  @ApiProperty({ description: 'The event, up to 4,096 characters.' }) envelope!: string;
  @ApiProperty() isEnvelopeCut!: boolean;
  @ApiProperty({ description: 'How often it was given up.' }) deaths!: number;
  @ApiProperty({ format: 'date-time' }) firstAt!: string;
  @ApiProperty({ format: 'date-time' }) lastAt!: string;
  @ApiProperty({ type: ObstacleDto, nullable: true, description: 'Why it cannot be replayed; null if it can.' })
  obstacle!: ObstacleDto | null;
}

export class DeadLetterPageDto {
  @ApiProperty({ type: [DeadLetterDto] }) items!: DeadLetterDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class ReplayDeadLettersDto {
  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'Letters to replay. Skips those that were replayed already.' })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @IsUUID('all', { each: true })
  ids?: string[];

  @ApiPropertyOptional({ description: 'Everything that this service gave up.', example: 'conversation' })
  @IsOptional()
  @Matches(CONSUMER)
  consumer?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Everything of this tenant.' })
  @IsOptional()
  @IsUUID()
  tenantId?: string;
}
