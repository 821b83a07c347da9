import { ApiProperty, ApiPropertyOptional, IntersectionType, OmitType, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  registerDecorator,
  ValidateNested,
} from 'class-validator';
import { ApiNextCursor, IsGiven, IsSet, OneLine } from '#service-kit';
import { MAPPED_STATUSES } from '../../domain/connections/generic.js';
import {
  EVENT_OUTCOMES,
  MAX_COUNTED,
  PLATFORMS,
  POLL_PROBLEMS,
  type EventOutcome,
  type Platform,
  type PollProblem,
} from '../../domain/connections/platforms.js';
import type { OrderStatus } from '../../domain/orders/states.js';

const ID = '0198c0de-0000-7000-8000-0000000000c1';
const EVENT_ID = '0198c0de-0000-7000-8000-0000000000c2';
const AT = '2026-11-20T09:00:00.000Z';

const PATH = /^(?!.*(?:^|\.)(?:__proto__|constructor|prototype)(?:\.|$))[^\p{Cc}.]{1,60}(?:\.[^\p{Cc}.]{1,60}){0,9}$/u;

const Path =
  (example: string, isRequired = false): PropertyDecorator =>
  (target, property) => {
    (isRequired ? ApiProperty : ApiPropertyOptional)({ example, maxLength: 300 })(target, property);
    if (!isRequired) IsGiven()(target, property);
    IsString()(target, property);
    Matches(PATH, { message: `${String(property)} must be a path such as order.customer.phone` })(target, property);
  };

/** A record from their statuses to ours. */
const IsStatusMap =
  (): PropertyDecorator =>
  (target, property): void =>
    registerDecorator({
      name: 'isStatusMap',
      target: target.constructor,
      propertyName: String(property),
      options: { message: `${String(property)} must say for each of your statuses one of ${MAPPED_STATUSES.join(', ')}` },
      validator: {
        validate: (value: unknown) =>
          typeof value === 'object' &&
          value !== null &&
          Object.keys(value).length <= 50 &&
          Object.values(value).every((status) => (MAPPED_STATUSES as readonly unknown[]).includes(status)),
      },
    });

export class MappingBody {
  @Path('order.id', true) id!: string;
  @Path('order.number') number?: string;
  @Path('order.state') status?: string;
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string', enum: [...MAPPED_STATUSES] },
    example: { open: 'pending', sent: 'shipped' },
    description: 'What your statuses mean here',
  })
  @IsGiven()
  @IsObject()
  @IsStatusMap()
  statuses?: Record<string, string>;
  @Path('order.customer.phone') phone?: string;
  @Path('order.customer.country') country?: string;
  @Path('order.customer.name') customerName?: string;
  @Path('order.currency', true) currency!: string;
  @Path('order.total', true) total!: string;
  @Path('order.updatedAt') changedAt?: string;
  @Path('order.parcel.number') trackingNumber?: string;
  @Path('order.parcel.url') trackingUrl?: string;
  @Path('order.lines') items?: string;
  @Path('title') itemName?: string;
  @Path('sku') itemSku?: string;
  @Path('count') itemQuantity?: string;
  @Path('price') itemPrice?: string;
}

export class CredentialsBody {
  @ApiPropertyOptional({ example: 'ck_0123', maxLength: 500, description: 'WooCommerce' })
  @IsGiven()
  @IsString()
  @MaxLength(500)
  consumerKey?: string;

  @ApiPropertyOptional({ example: 'cs_0123', maxLength: 500, description: 'WooCommerce' })
  @IsGiven()
  @IsString()
  @MaxLength(500)
  consumerSecret?: string;

  @ApiPropertyOptional({ example: 'shpat_0123', maxLength: 500, description: 'Shopify' })
  @IsGiven()
  @IsString()
  @MaxLength(500)
  accessToken?: string;

  @ApiPropertyOptional({
    example: 'rk_live_0123',
    maxLength: 500,
    description: 'Stripe: a secret or restricted key that may write checkout sessions and read events. It is tried before it is kept',
  })
  @IsGiven()
  @IsString()
  @Matches(/^[\w-]*$/, { message: 'apiKey must be a key of Stripe, such as rk_live_0123' })
  @MaxLength(500)
  apiKey?: string;
}

export class ConnectionFieldsBody {
  @ApiProperty({ example: 'Our shop', maxLength: 200 })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @OneLine()
  name!: string;

  @ApiPropertyOptional({ example: 'a long random text', maxLength: 500, description: 'By which the shop signs its webhooks; or `secrets`' })
  @IsGiven()
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  secret?: string;

  @ApiPropertyOptional({
    type: [String],
    example: ['the new one', 'the one before'],
    description: 'All that sign now: two while one is rotated, or while webhooks of an app and of the store come here',
  })
  @IsGiven()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(5)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(500, { each: true })
  secrets?: string[];

  @ApiPropertyOptional({ type: String, nullable: true, example: 'https://shop.example.com', maxLength: 500 })
  @IsSet()
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true, require_tld: false })
  @MaxLength(500)
  storeUrl?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'PE', description: 'ISO 3166: of phone numbers without country code' })
  @IsSet()
  @Matches(/^[A-Z]{2}$/, { message: 'country must be a code of ISO 3166 with two capitals, such as PE' })
  country?: string | null;

  @ApiPropertyOptional({ type: CredentialsBody, nullable: true, description: 'For the shop’s own API. Never shown' })
  @IsSet()
  @ValidateNested()
  @Type(() => CredentialsBody)
  credentials?: CredentialsBody | null;

  @ApiPropertyOptional({ type: MappingBody, description: 'Of a generic connection: where its fields are in your body' })
  @IsGiven()
  @ValidateNested()
  @IsObject()
  @Type(() => MappingBody)
  mapping?: MappingBody;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    default: 60,
    minimum: 10,
    maximum: 10_080,
    description:
      'Of Shopify: after how many minutes without a change a checkout counts as abandoned, which may begin a drip; null: none does',
  })
  @IsSet()
  @IsInt()
  @Min(10)
  @Max(10_080)
  abandonAfterMinutes?: number | null;

  @ApiPropertyOptional({ default: true, description: 'Webhooks of one that is off are answered with 404' })
  @IsGiven()
  @IsBoolean()
  enabled?: boolean;
}

class PlatformBody {
  @ApiProperty({ enum: PLATFORMS, example: 'woocommerce' })
  @IsIn(PLATFORMS)
  platform!: Platform;
}

export class NewConnectionBody extends IntersectionType(PlatformBody, ConnectionFieldsBody) {}
export class ChangeConnectionBody extends PartialType(OmitType(ConnectionFieldsBody, [] as const), { skipNullProperties: false }) {}

export class NewSecretBody {
  @ApiProperty({ example: 'a long random text', maxLength: 500, description: 'By which the shop signs from now on' })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  secret!: string;
}

export class MappingTrialBody {
  @ApiProperty({ type: MappingBody })
  @ValidateNested()
  @IsObject()
  @Type(() => MappingBody)
  mapping!: MappingBody;

  @ApiProperty({
    example: '{"order":{"id":1,"currency":"USD","total":"27.50"}}',
    maxLength: 200_000,
    description: 'A body as your system sends it',
  })
  @IsString()
  @MaxLength(200_000)
  body!: string;
}

export class TriedItemDto {
  @ApiProperty({ type: String, nullable: true, example: 'MUG-RED' }) sku!: string | null;
  @ApiProperty({ example: 'Mug, red' }) name!: string;
  @ApiProperty({ example: 2 }) quantity!: number;
  @ApiProperty({ example: 1_250 }) unitPriceMinor!: number;
}

export class TriedOrderDto {
  @ApiProperty({ example: '450789469' }) externalId!: string;
  @ApiProperty({ example: '1042' }) orderNumber!: string;
  @ApiProperty({ enum: MAPPED_STATUSES, example: 'paid' }) status!: OrderStatus;
  @ApiProperty({ type: String, nullable: true, example: '+51 987 111 000', description: 'As it was written' }) phone!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Rosa Quispe' }) customerName!: string | null;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ example: 2_750, description: 'In the smallest unit of the currency' }) totalMinor!: number;
  @ApiProperty({ type: String, nullable: true, example: null }) trackingNumber!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) trackingUrl!: string | null;
  @ApiProperty({ type: [TriedItemDto] }) items!: TriedItemDto[];
}

export class MappingTrialDto {
  @ApiProperty({ type: TriedOrderDto, nullable: true, description: 'The order that would come of it' }) order!: TriedOrderDto | null;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Why none would' }) problem!: string | null;
}

export class ConnectionHealthDto {
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: AT }) lastEventAt!: string | null;
  @ApiProperty({ type: String, enum: EVENT_OUTCOMES, nullable: true, example: 'applied' }) lastOutcome!: EventOutcome | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null }) lastFailedAt!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) lastFailure!: string | null;
  @ApiProperty({ example: 0, maximum: MAX_COUNTED, description: 'What was told and is still to be followed; at most counted so far' })
  waiting!: number;
  @ApiProperty({
    example: 0,
    maximum: MAX_COUNTED,
    description: 'Orders of which only parcels or refunds were told; at most counted so far',
  })
  missing!: number;
}

export class ReconciliationDto {
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: AT, description: 'When it was last tried' }) at!:
    string | null;
  @ApiProperty({ format: 'date-time', example: AT, description: 'All that the shop changed until then is here' }) until!: string;
  @ApiProperty({ format: 'date-time', example: AT, description: 'When it is done next' }) nextAt!: string;
  @ApiProperty({
    type: String,
    enum: POLL_PROBLEMS,
    nullable: true,
    example: null,
    description: 'Why it did not go well. `webhooks_refused`: the orders could be read, but the webhooks of the shop not be looked after',
  })
  problem!: PollProblem | null;
}

export class ConnectionDto {
  @ApiProperty({ format: 'uuid', example: ID }) id!: string;
  @ApiProperty({ enum: PLATFORMS, example: 'woocommerce' }) platform!: Platform;
  @ApiProperty({ example: 'Our shop' }) name!: string;
  @ApiProperty({ example: `https://chat.example.com/webhooks/woocommerce/${ID}`, description: 'Where the shop sends its webhooks' })
  webhookUrl!: string;
  @ApiProperty({ type: String, nullable: true, example: 'https://shop.example.com' }) storeUrl!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'PE' }) country!: string | null;
  @ApiProperty({ type: MappingBody, nullable: true, example: null }) mapping!: MappingBody | null;
  @ApiProperty({ type: Number, nullable: true, example: null }) abandonAfterMinutes!: number | null;
  @ApiProperty() enabled!: boolean;
  @ApiProperty({ example: false }) hasCredentials!: boolean;
  @ApiProperty({ example: 1, description: 'How many secrets it may sign by: more than one while one is rotated' }) secretCount!: number;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: null,
    description: 'Since when the shop has taken the app out',
  })
  uninstalledAt!: string | null;
  @ApiProperty({ type: ConnectionHealthDto }) health!: ConnectionHealthDto;
  @ApiProperty({
    type: ReconciliationDto,
    nullable: true,
    description:
      'How the shop’s own orders are compared with what its webhooks told: of WooCommerce each hour, of Shopify each day. Null without credentials',
  })
  reconciliation!: ReconciliationDto | null;
  @ApiProperty({ format: 'date-time', example: AT }) createdAt!: string;
}

export class ConnectionListDto {
  @ApiProperty({ type: [ConnectionDto] }) items!: ConnectionDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class ConnectionEventDto {
  @ApiProperty({ format: 'uuid', example: EVENT_ID }) id!: string;
  @ApiProperty({ example: 'order.updated' }) topic!: string;
  @ApiProperty({ enum: EVENT_OUTCOMES, example: 'applied' }) outcome!: EventOutcome;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Why, where nothing came of it' }) detail!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: null }) orderId!: string | null;
  @ApiProperty({ example: 1 }) attempts!: number;
  @ApiProperty({ format: 'date-time', example: AT }) at!: string;
}

export class ConnectionEventListDto {
  @ApiProperty({ type: [ConnectionEventDto] }) items!: ConnectionEventDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
