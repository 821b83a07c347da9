import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsString,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { ApiNextCursor } from '#service-kit';
import { ASKABLE_EVENTS } from '../../domain/events/public-events.js';

const ID = '0198c0de-0000-7000-8000-0000000000d1';
const AT = '2026-11-20T09:00:00.000Z';
const SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

const isGiven = (_: object, value: unknown): boolean => value !== undefined;

export class WebhookEndpointBody {
  @ApiProperty({
    example: 'https://crm.example.com/hooks/chasqui',
    maxLength: 2_000,
    description: 'HTTPS, a public host, port 443 or one from 1024 on',
  })
  @IsString()
  @MaxLength(2_000)
  url!: string;

  @ApiProperty({
    enum: ASKABLE_EVENTS,
    isArray: true,
    example: ['message.received', 'message.status'],
    description: '`*` is every type, now and later',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ASKABLE_EVENTS.length)
  @ArrayUnique()
  @IsIn(ASKABLE_EVENTS, { each: true })
  events!: string[];

  @ApiPropertyOptional({ example: 'Our CRM', maxLength: 200, default: '' })
  @ValidateIf(isGiven)
  @IsString()
  @MaxLength(200)
  @Matches(/^\P{Cc}*$/u, { message: 'description must be one line of text' })
  description?: string;

  @ApiPropertyOptional({ default: true, description: 'Nothing is delivered to an endpoint that is off' })
  @ValidateIf(isGiven)
  @IsBoolean()
  enabled?: boolean;
}

export class ChangeWebhookEndpointBody extends PartialType(WebhookEndpointBody, { skipNullProperties: false }) {}

export class WebhookHealthDto {
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null, description: 'Since when nothing has succeeded' })
  failingSince!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: AT }) lastSuccessAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null }) lastFailureAt!: string | null;
  @ApiProperty({ type: Number, nullable: true, example: 200 }) lastStatusCode!: number | null;
}

export class WebhookEndpointDto {
  @ApiProperty({ format: 'uuid', example: ID }) id!: string;
  @ApiProperty({ example: 'https://crm.example.com/hooks/chasqui' }) url!: string;
  @ApiProperty({ example: 'Our CRM' }) description!: string;
  @ApiProperty({ enum: ASKABLE_EVENTS, isArray: true, example: ['message.received', 'message.status'] }) events!: string[];
  @ApiProperty() enabled!: boolean;
  @ApiProperty({
    enum: ['gone', 'failing'],
    nullable: true,
    example: null,
    description: 'Why it was switched off, if not by a person: it answered 410, or it failed for days',
  })
  offReason!: 'gone' | 'failing' | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null }) offAt!: string | null;
  @ApiProperty({ type: WebhookHealthDto }) health!: WebhookHealthDto;
  @ApiProperty({ format: 'date-time', example: AT }) createdAt!: string;
}

export class CreatedWebhookEndpointDto extends WebhookEndpointDto {
  @ApiProperty({ example: SECRET, description: 'Shown this once' }) secret!: string;
}

export class WebhookEndpointListDto {
  @ApiProperty({ type: [WebhookEndpointDto] }) items!: WebhookEndpointDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class RotatedWebhookSecretDto {
  @ApiProperty({ example: SECRET, description: 'Shown this once' }) secret!: string;
  @ApiProperty({ format: 'date-time', example: AT, description: 'Until then the former secret signs too' }) formerUntil!: string;
}
