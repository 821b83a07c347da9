import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsJSON, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { PURPOSES, type Purpose } from '../../domain/gate/facts.js';
import { GATE_CODES, type Effect, type GateCode } from '../../domain/gate/rules.js';
import { TYPES } from '../sending/messages.dto.js';
import { PriceDto } from './price.dto.js';

const Text =
  (maxLength: number): PropertyDecorator =>
  (target, property) => {
    IsOptional()(target, property);
    IsString()(target, property);
    MaxLength(maxLength)(target, property);
  };

export class CheckMessageQuery {
  @ApiProperty({ format: 'uuid', description: 'The outlet through which it is to leave' })
  @IsUUID()
  outletId!: string;

  @ApiProperty({ description: 'Phone number in international form, or a business-scoped user id', example: '+16505551234' })
  @IsString()
  @MaxLength(300)
  to!: string;

  @ApiPropertyOptional({ enum: TYPES, description: 'Left out: template where a template is named, else text' })
  @IsOptional()
  @IsIn(TYPES)
  type?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Of a template' })
  @IsOptional()
  @IsUUID()
  templateId?: string;

  @ApiPropertyOptional({ description: 'In place of templateId: the name of a template' })
  @Text(512)
  name?: string;

  @ApiPropertyOptional({ description: 'Beside name: its language', example: 'es' })
  @Text(20)
  language?: string;

  @ApiPropertyOptional({
    description: 'JSON of the template’s values, as POST /messages takes them. Left out, what a template needs is told and denies nothing.',
    example: '{"1":"Ana"}',
  })
  @IsOptional()
  @IsJSON()
  @MaxLength(8_000)
  parameters?: string;

  @ApiPropertyOptional({ enum: PURPOSES, description: 'What the message is for. A promotion is one also in words of your own.' })
  @IsOptional()
  @IsIn(PURPOSES)
  purpose?: Purpose;
}

export class GateReasonDto {
  @ApiProperty({ enum: GATE_CODES }) code!: GateCode;
  @ApiProperty({ example: 'The customer wants no promotions. A template of the category UTILITY may still be sent.' }) message!: string;
  @ApiProperty({
    enum: ['denies', 'delays', 'warns'],
    description:
      'denies: it may not leave; delays: it may, and waits in the queue for something that ends; warns: it may, and this is worth knowing',
  })
  effect!: Effect;
}

export class AlternativeDto {
  @ApiProperty({ enum: ['text', 'template'] }) type!: 'text' | 'template';
  @ApiPropertyOptional({ format: 'uuid' }) templateId?: string;
}

export class CheckedMessageDto {
  @ApiProperty({ enum: ['allow', 'deny'] }) decision!: 'allow' | 'deny';
  @ApiProperty({ type: [GateReasonDto], description: 'All that was found; what denies comes first' }) reasons!: GateReasonDto[];
  @ApiProperty({ type: PriceDto, nullable: true, description: 'What WhatsApp would charge; null where no rate is imported for it' })
  price!: PriceDto | null;
  @ApiProperty({ type: AlternativeDto, nullable: true, description: 'Of what is denied: what may be sent instead, the cheapest' })
  alternative!: AlternativeDto | null;
}
