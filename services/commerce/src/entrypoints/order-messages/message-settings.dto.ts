import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsGiven, IsSet } from '#service-kit';
import { MESSAGE_TYPES, type MessageType } from '../../domain/order-messages/types.js';
import { IsLanguage } from '../customers/customer-fields.js';

const OUTLET_ID = '0198c0de-0000-7000-8000-000000000001';

export class OrderTemplateBody {
  @ApiProperty({ example: 'order_shipped', maxLength: 512 })
  @Matches(/^[a-z0-9_]{1,512}$/, { message: 'name must be the name of a template: small letters, digits and underscores' })
  name!: string;

  @ApiProperty({ example: 'en', maxLength: 15 })
  @Matches(/^[a-zA-Z]{2,3}(?:_[a-zA-Z]{2,4})?$/, { message: 'language must be that of the template, such as en or pt_BR' })
  language!: string;

  @ApiProperty({
    type: [String],
    example: ['{{ order.number }}'],
    description: 'Liquid: the values of the body’s variables, in their order',
  })
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MaxLength(1_000, { each: true })
  parameters!: string[];
}

export class OrderMessageSettingBody {
  @ApiProperty({ enum: MESSAGE_TYPES, example: 'shipped' })
  @IsIn(MESSAGE_TYPES)
  type!: MessageType;

  @ApiProperty({ example: true, description: 'Whether it goes out by itself. A person may send it in any case' })
  @IsBoolean()
  enabled!: boolean;

  @ApiPropertyOptional({
    example: 'Your order {{ order.number }} is on its way: {{ order.tracking_url }}',
    maxLength: 4_000,
    description:
      'Liquid, in place of our own text: `order.number`, `order.total`, `order.items`, `order.tracking_number`, `order.tracking_url`, `customer.name`. It leaves only while the 24-hour window is open',
  })
  @IsGiven()
  @IsString()
  @MaxLength(4_000)
  text?: string;

  @ApiPropertyOptional({ type: OrderTemplateBody, description: 'Leaves at any time. Goes before the text' })
  @IsGiven()
  @ValidateNested()
  @Type(() => OrderTemplateBody)
  template?: OrderTemplateBody;
}

export class OrderMessageSettingsBody {
  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    example: OUTLET_ID,
    description: 'Null: the first one that may send',
  })
  @IsSet()
  @IsUUID()
  outletId?: string | null;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    example: 24,
    minimum: 1,
    maximum: 336,
    description: 'After so many hours without an answer an order that is to be confirmed is cancelled. Null: it waits without an end',
  })
  @IsSet()
  @IsInt()
  @Min(1)
  @Max(336)
  confirmHours?: number | null;

  @ApiPropertyOptional({
    type: [OrderMessageSettingBody],
    description: 'Those to change; a text or template that is left out is ours again',
  })
  @IsGiven()
  @IsArray()
  @ArrayMaxSize(MESSAGE_TYPES.length)
  @ArrayUnique(({ type }: OrderMessageSettingBody) => type)
  @ValidateNested({ each: true })
  @Type(() => OrderMessageSettingBody)
  types?: OrderMessageSettingBody[];
}

export class StandardTextDto {
  @ApiProperty({ example: 'Your order {{ order.number }} is on its way.' }) en!: string;
  @ApiProperty({ example: 'Su pedido {{ order.number }} está en camino.' }) es!: string;
}

export class OrderMessageSettingDto extends OrderMessageSettingBody {
  @ApiProperty({ type: StandardTextDto, description: 'What is said where you have set nothing' }) standardText!: StandardTextDto;
}

export class OrderMessagePreviewBody extends OmitType(OrderMessageSettingBody, ['enabled'] as const) {
  @ApiPropertyOptional({ example: 'es', default: 'en', description: 'BCP 47: that of the customer' })
  @IsGiven()
  @IsLanguage()
  language?: string;
}

export class OrderMessagePreviewDto {
  @ApiProperty({ type: String, nullable: true, example: 'Your order 1042 is on its way.', description: 'Null of a template' })
  text!: string | null;
  @ApiProperty({ type: [String], nullable: true, example: null, description: 'The values of the template’s variables' })
  parameters!: string[] | null;
}

export class OrderMessageSettingsDto {
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: OUTLET_ID }) outletId!: string | null;
  @ApiProperty({ type: Number, nullable: true, example: 24 }) confirmHours!: number | null;
  @ApiProperty({ type: [OrderMessageSettingDto] }) types!: OrderMessageSettingDto[];
}
