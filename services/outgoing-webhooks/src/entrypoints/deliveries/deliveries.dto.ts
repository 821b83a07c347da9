import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches, ValidateIf } from 'class-validator';
import { ApiNextCursor, IsInstant, PageQuery } from '#service-kit';
import { DELIVERY_STATUSES, statusOf, type DeliveryStatus } from '../../domain/deliveries/delivery.js';
import type { Attempt } from '../../domain/deliveries/outcome.js';
import type { ListedDelivery, StoredAttempt } from '../../handlers/deliveries/deliveries.handler.js';

const ID = '0198c0de-0000-7000-8000-0000000000e1';
const EVENT_ID = '0198c0de-0000-7000-8000-0000000000e2';
const AT = '2026-11-20T09:00:00.000Z';
/** A day or a time; the weeks and days of a year that ISO 8601 has too are no dates to us. */
const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?$/;
/** Why no answer came, in one word. */
export const ATTEMPT_ERRORS = ['timeout', 'refused', 'unknown_host', 'certificate', 'private_address', 'address', 'secret', 'connection'];

export class ListDeliveriesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: DELIVERY_STATUSES, description: 'Only those with this status' })
  @IsOptional()
  @IsIn(DELIVERY_STATUSES)
  status?: DeliveryStatus;
}

export class WebhookDeliveryDto {
  @ApiProperty({ format: 'uuid', example: ID }) id!: string;
  @ApiProperty({ format: 'uuid', example: EVENT_ID, description: 'Your system gets it as `webhook-id`, after `msg_`' }) eventId!: string;
  @ApiProperty({ example: 'message.received' }) event!: string;
  @ApiProperty({ enum: DELIVERY_STATUSES, example: 'delivered' }) status!: DeliveryStatus;
  @ApiProperty({ example: 1 }) attempts!: number;
  @ApiProperty({ type: Number, nullable: true, example: 200 }) lastStatusCode!: number | null;
  @ApiProperty({ type: String, nullable: true, example: null, enum: ATTEMPT_ERRORS }) lastError!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null }) nextAttemptAt!: string | null;
  @ApiProperty({ format: 'date-time', example: AT }) createdAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: AT, description: 'When it was delivered or given up' })
  settledAt!: string | null;
}

export class WebhookDeliveryListDto {
  @ApiProperty({ type: [WebhookDeliveryDto] }) items!: WebhookDeliveryDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class WebhookAttemptDto {
  @ApiProperty({ format: 'date-time', example: AT }) at!: string;
  @ApiProperty({ type: Number, nullable: true, example: 200 }) statusCode!: number | null;
  @ApiProperty({ example: 87 }) durationMs!: number;
  @ApiProperty({ type: String, nullable: true, example: 'ok', description: 'The first 1,024 bytes of the answer' }) answer!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null, enum: ATTEMPT_ERRORS }) error!: string | null;
}

export class WebhookDeliveryDetailDto extends WebhookDeliveryDto {
  @ApiProperty({
    example: '{"type":"message.received","timestamp":"2026-11-20T09:00:00.000Z","data":{}}',
    description: 'The body as it travels',
  })
  body!: string;
  @ApiProperty({ type: [WebhookAttemptDto], description: 'The newest first, 100 at most' }) log!: WebhookAttemptDto[];
}

export class ReplayWebhooksBody {
  @ApiProperty({ format: 'date-time', example: '2026-11-19T00:00:00.000Z' })
  @IsInstant()
  @Matches(TIME, { message: 'from must be a time in ISO 8601' })
  from!: string;

  @ApiProperty({ format: 'date-time', example: AT })
  @IsInstant()
  @Matches(TIME, { message: 'to must be a time in ISO 8601' })
  to!: string;

  @ApiPropertyOptional({ enum: ['failed', 'delivered'], default: 'failed' })
  @ValidateIf((body: ReplayWebhooksBody) => body.status !== undefined)
  @IsIn(['failed', 'delivered'])
  status: 'failed' | 'delivered' = 'failed';
}

export class ReplayedWebhooksDto {
  @ApiProperty({ example: 42 }) replayed!: number;
  @ApiProperty({ example: false, description: 'There are more than one call replays: call again' }) hasMore!: boolean;
}

export class TestedWebhookDto {
  @ApiProperty({ format: 'uuid', example: ID }) deliveryId!: string;
  @ApiProperty() delivered!: boolean;
  @ApiProperty({ type: Number, nullable: true, example: 200 }) statusCode!: number | null;
  @ApiProperty({ example: 87 }) durationMs!: number;
  @ApiProperty({ type: String, nullable: true, example: 'ok' }) answer!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null, enum: ATTEMPT_ERRORS }) error!: string | null;
}

export function toDelivery(row: ListedDelivery): WebhookDeliveryDto {
  const { id, eventId, event, state, attempts, lastStatusCode, lastError, nextAttemptAt, createdAt, settledAt } = row;
  return { id, eventId, event, status: statusOf(state), attempts, lastStatusCode, lastError, nextAttemptAt, createdAt, settledAt };
}

export const toAttempt = ({ at, statusCode, durationMs, answer, error }: StoredAttempt): WebhookAttemptDto => ({
  at,
  statusCode,
  durationMs,
  answer,
  error,
});

export const toTested = ({
  deliveryId,
  delivered,
  statusCode,
  durationMs,
  answer,
  error,
}: Attempt & Pick<TestedWebhookDto, 'deliveryId' | 'delivered'>): TestedWebhookDto => ({
  deliveryId,
  delivered,
  statusCode: statusCode ?? null,
  durationMs: Math.round(durationMs),
  answer: answer ?? null,
  error: error ?? null,
});
