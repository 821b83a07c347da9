import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  IsUrl,
  IsUUID,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { ApiNextCursor, IsGiven, IsSet, OneLine, PageQuery } from '#service-kit';
import { MESSAGE_TYPES, ORDER_MESSAGE_STATUSES, type MessageType, type OrderMessageStatus } from '../../domain/order-messages/types.js';
import { MOVER_KINDS, ORDER_STATUSES, type MoverKind, type OrderStatus } from '../../domain/orders/states.js';
import { IsCountry, IsLanguage, MINOR } from '../customers/customer-fields.js';

const ID = '0198c0de-0000-7000-8000-0000000000e1';
const ITEM_ID = '0198c0de-0000-7000-8000-0000000000e2';
const MESSAGE_ID = '0198c0de-0000-7000-8000-0000000000e3';
const CONTACT_ID = '0198c0de-0000-7000-8000-000000000011';
const AT = '2026-11-20T09:00:00.000Z';
const STATUS = { enum: ORDER_STATUSES, enumName: 'OrderStatus' } as const;

export class NewOrderItemBody {
  @ApiPropertyOptional({ example: 'MUG-RED', maxLength: 100 })
  @IsGiven()
  @IsString()
  @MaxLength(100)
  @OneLine()
  sku?: string;

  @ApiProperty({ example: 'Mug, red', maxLength: 300 })
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  @OneLine()
  name!: string;

  @ApiProperty({ example: 2, minimum: 1, maximum: 1_000_000 })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  quantity!: number;

  @ApiProperty({ example: 1_250, minimum: 0, maximum: 1_000_000_000_000, description: MINOR })
  @IsInt()
  @Min(0)
  @Max(1_000_000_000_000)
  unitPriceMinor!: number;
}

export class NewOrderBody {
  @ApiProperty({ example: '1042', maxLength: 100, description: 'As the customer knows it' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  @OneLine()
  orderNumber!: string;

  @ApiPropertyOptional({ example: 'gid-450789469', maxLength: 200, description: 'The same id of the same platform is the same order' })
  @IsGiven()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @OneLine()
  externalId?: string;

  @ApiPropertyOptional({ example: 'magento', maxLength: 50, default: 'api', description: 'Where externalId comes from' })
  @IsGiven()
  @IsString()
  @MinLength(1)
  @MaxLength(50)
  @OneLine()
  externalPlatform?: string;

  @ApiPropertyOptional({ format: 'uuid', example: CONTACT_ID, description: 'Who ordered; or phone' })
  @IsGiven()
  @IsUUID()
  contactId?: string;

  @ApiPropertyOptional({ example: '+51 987 111 000', maxLength: 100, description: 'Who ordered; they need not be a contact yet' })
  @IsGiven()
  @IsString()
  @MaxLength(100)
  phone?: string;

  @ApiPropertyOptional({ example: 'PE', description: 'ISO 3166: the country of a phone without country code' })
  @IsGiven()
  @IsCountry()
  country?: string;

  @ApiPropertyOptional({ example: 'Rosa Quispe', maxLength: 200 })
  @IsGiven()
  @IsString()
  @MaxLength(200)
  @OneLine()
  customerName?: string;

  @ApiPropertyOptional({ example: 'es', description: 'BCP 47: in which the customer is written to' })
  @IsGiven()
  @IsLanguage()
  language?: string;

  @ApiPropertyOptional({ example: 'Av. Larco 345\nLima', maxLength: 1_000, description: 'Where it goes, as lines' })
  @IsGiven()
  @IsString()
  @MaxLength(1_000)
  address?: string;

  @ApiProperty({ example: 'PEN', description: 'ISO 4217' })
  @IsString()
  @MaxLength(3)
  currency!: string;

  @ApiProperty({ type: [NewOrderItemBody] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => NewOrderItemBody)
  items!: NewOrderItemBody[];

  @ApiPropertyOptional({ ...STATUS, default: 'pending', example: 'pending' })
  @IsGiven()
  @IsIn(ORDER_STATUSES)
  status?: OrderStatus;

  @ApiPropertyOptional({ default: false, description: 'Paid at the door. The order then begins as `awaiting_confirmation`' })
  @IsGiven()
  @IsBoolean()
  cashOnDelivery?: boolean;
}

export class ChangeOrderBody {
  @ApiPropertyOptional({ ...STATUS, example: 'shipped', description: 'One of `possible`, or as it is' })
  @IsGiven()
  @IsIn(ORDER_STATUSES)
  status?: OrderStatus;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'RR123456789PE', maxLength: 100 })
  @IsSet()
  @IsString()
  @MaxLength(100)
  @OneLine()
  trackingNumber?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'https://track.example.com/RR123456789PE', maxLength: 2_000 })
  @IsSet()
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true, require_tld: false })
  @MaxLength(2_000)
  trackingUrl?: string | null;

  @ApiPropertyOptional({ example: 'Left with the courier', maxLength: 500, description: 'Why, for the history' })
  @IsGiven()
  @IsString()
  @MaxLength(500)
  @OneLine()
  reason?: string;
}

export class PackItemBody {
  @ApiProperty({ example: true })
  @IsBoolean()
  packed!: boolean;
}

export class PackingMessageBody {
  @ApiProperty({ enum: MESSAGE_TYPES, example: 'packing_list' })
  @IsIn(MESSAGE_TYPES)
  messageType!: MessageType;
}

export class AskedMessageDto {
  @ApiProperty({ format: 'uuid', example: MESSAGE_ID, description: 'Of the message' }) id!: string;
  @ApiProperty({ enum: ORDER_MESSAGE_STATUSES, example: 'requested' }) status!: OrderMessageStatus;
  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description:
      '`no_recipient`, `no_outlet`, or `text_failed` where the text of the settings is not right for this order; of what was skipped',
  })
  code!: string | null;
}

export class OrderMessageDto extends AskedMessageDto {
  @ApiProperty({ enum: MESSAGE_TYPES, example: 'shipped' }) type!: MessageType;
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Why it did not leave' }) detail!: string | null;
  @ApiProperty({ format: 'date-time', example: AT }) at!: string;
}

export class ListOrdersQuery extends PageQuery {
  @ApiPropertyOptional(STATUS)
  @IsGiven()
  @IsIn(ORDER_STATUSES)
  status?: OrderStatus;

  @ApiPropertyOptional({ format: 'uuid', description: 'Orders of this contact, and of its number' })
  @IsGiven()
  @IsUUID()
  contactId?: string;

  @ApiPropertyOptional({ example: '104', maxLength: 100, description: 'How the order number begins; the list is by number then' })
  @IsGiven()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  @OneLine()
  number?: string;
}

export class OrderItemDto {
  @ApiProperty({ format: 'uuid', example: ITEM_ID }) id!: string;
  @ApiProperty({ type: String, nullable: true, example: 'MUG-RED' }) sku!: string | null;
  @ApiProperty({ example: 'Mug, red' }) name!: string;
  @ApiProperty({ example: 2 }) quantity!: number;
  @ApiProperty({ example: 1_250 }) unitPriceMinor!: number;
  @ApiProperty({ example: false }) packed!: boolean;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null }) packedAt!: string | null;
}

export class OrderMoveDto {
  @ApiProperty({ ...STATUS, nullable: true, example: 'paid', description: 'Null where the order was made' }) from!: OrderStatus | null;
  @ApiProperty({ ...STATUS, example: 'packing' }) to!: OrderStatus;
  @ApiProperty({ enum: MOVER_KINDS, example: 'user', description: '`shop`: the platform it comes from; `system`: a time that passed' })
  by!: MoverKind;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: null, description: 'The person or API key' }) byId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) reason!: string | null;
  @ApiProperty({ format: 'date-time', example: AT }) at!: string;
}

export class ListedOrderDto {
  @ApiProperty({ format: 'uuid', example: ID }) id!: string;
  @ApiProperty({ example: '1042' }) orderNumber!: string;
  @ApiProperty({ ...STATUS, example: 'paid' }) status!: OrderStatus;
  @ApiProperty({ ...STATUS, isArray: true, example: ['packing', 'shipped'], description: 'Where it can go next' }) possible!: OrderStatus[];
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: null, description: 'The connection that it came by' })
  connectionId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'shopify' }) externalPlatform!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '450789469' }) externalId!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: CONTACT_ID, description: 'Null while they are no contact' })
  contactId!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '51987111000' }) phone!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'Rosa Quispe' }) customerName!: string | null;
  @ApiProperty({ example: 'PEN' }) currency!: string;
  @ApiProperty({ example: 2_500, description: MINOR }) totalMinor!: number;
  @ApiProperty({ example: false }) cashOnDelivery!: boolean;
  @ApiProperty({ type: String, nullable: true, example: null }) trackingNumber!: string | null;
  @ApiProperty({ type: String, nullable: true, example: null }) trackingUrl!: string | null;
  @ApiProperty({ format: 'date-time', example: AT, description: 'When the customer ordered' }) placedAt!: string;
  @ApiProperty({ format: 'date-time', example: AT }) updatedAt!: string;
}

export class OrderDetailDto extends ListedOrderDto {
  @ApiProperty({ type: String, nullable: true, example: 'Av. Larco 345\nLima' }) address!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'es' }) language!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null, description: 'Until when its customer may confirm it' })
  confirmBy!: string | null;
  @ApiProperty({ type: [OrderItemDto] }) items!: OrderItemDto[];
  @ApiProperty({ type: [OrderMoveDto], description: 'What became of it, the oldest first' }) history!: OrderMoveDto[];
  @ApiProperty({ type: [OrderMessageDto], description: 'What the customer was told of it, the oldest first' }) messages!: OrderMessageDto[];
}

export class OrderListDto {
  @ApiProperty({ type: [ListedOrderDto] }) items!: ListedOrderDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
