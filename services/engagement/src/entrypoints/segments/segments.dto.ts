import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsObject, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { OPERATORS } from '../../domain/segments/expression.js';
import type { AudienceContact } from '../../domain/segments/segment.js';
import type { Segment } from '../../domain/segments/segment.js';
import type { SegmentExplanation } from '../../handlers/segments/explain-segment.handler.js';

export const CONTACT_ID = '0198c0de-0000-7000-8000-000000000011';
export const SEGMENT_ID = '0198c0de-0000-7000-8000-000000000071';
const EXPRESSION = {
  all: [
    { field: 'attributes.city', op: 'eq', value: 'Cusco' },
    {
      any: [
        { field: 'tags', op: 'contains', value: 'vip' },
        { field: 'lastSeenAt', op: 'within', value: 30 },
      ],
    },
  ],
};
const ABOUT_EXPRESSION = `\`{ all | any | not: [...] }\` or \`{ field, op, value }\`. Fields: name, phone, language, country, tags, consent.marketing, createdAt, lastSeenAt, conversation.state, conversation.owner, conversation.lastMessageAt, attributes.<name>. Operators: ${OPERATORS.join(', ')}. \`within\` takes a number of days, "12h", or { amount, unit }. \`contains\` ignores the case of A to Z. An attribute that has a type (GET /contact-attributes) takes operators and values of that type; the condition then shows its \`type\`.`;
const MAX_AT_ONCE = 10_000;

const LINE = /^(?=.*\S)\P{Cc}*$/u;

export class SegmentBody {
  @ApiProperty({ example: 'Cusco, seen this month', maxLength: 100 })
  @IsString()
  @MaxLength(100)
  @Matches(LINE, { message: 'name must be one line of text' })
  name!: string;

  @ApiPropertyOptional({ type: Object, additionalProperties: true, example: EXPRESSION, description: ABOUT_EXPRESSION })
  @IsOptional()
  @IsObject()
  expression?: Record<string, unknown>;

  @ApiPropertyOptional({
    type: [String],
    format: 'uuid',
    maxItems: MAX_AT_ONCE,
    description: 'Instead of an expression: a list of contacts. Ids that are no contact of yours are left out.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_AT_ONCE)
  @IsUUID(undefined, { each: true })
  contactIds?: string[];
}

export class ChangeSegmentBody extends PartialType(SegmentBody) {}

export class SegmentContactsBody {
  @ApiPropertyOptional({ type: [String], format: 'uuid', maxItems: MAX_AT_ONCE, example: [CONTACT_ID] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_AT_ONCE)
  @IsUUID(undefined, { each: true })
  add?: string[];

  @ApiPropertyOptional({ type: [String], format: 'uuid', maxItems: MAX_AT_ONCE, example: [] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_AT_ONCE)
  @IsUUID(undefined, { each: true })
  remove?: string[];
}

export class PreviewSegmentBody {
  @ApiPropertyOptional({ type: Object, additionalProperties: true, example: EXPRESSION, description: ABOUT_EXPRESSION })
  @IsOptional()
  @IsObject()
  expression?: Record<string, unknown>;

  @ApiPropertyOptional({ format: 'uuid', description: 'Instead of an expression: a segment that is saved' })
  @IsOptional()
  @IsUUID()
  segmentId?: string;
}

export class ExplainQuery {
  @ApiProperty({ format: 'uuid', example: CONTACT_ID })
  @IsOptional()
  @IsUUID()
  contactId?: string;
}

export class SegmentDto {
  @ApiProperty({ format: 'uuid', example: SEGMENT_ID }) id!: string;
  @ApiProperty({ example: 'Cusco, seen this month' }) name!: string;
  @ApiProperty({ enum: ['dynamic', 'static'], example: 'dynamic', description: 'Made of conditions, or a list of contacts' })
  kind!: 'dynamic' | 'static';
  @ApiPropertyOptional({ type: Object, additionalProperties: true, example: EXPRESSION, description: 'Of a dynamic one' })
  expression?: Record<string, unknown>;
  @ApiProperty({ example: 1, description: 'Grows with every change' }) version!: number;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) createdAt!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) updatedAt!: string;

  static of({ tenantId: _, expression, ...segment }: Segment & { tenantId?: string }): SegmentDto {
    return { ...segment, ...(expression ? { expression: expression as Record<string, unknown> } : {}) };
  }
}

export class SegmentListDto {
  @ApiProperty({ type: [SegmentDto] }) items!: SegmentDto[];
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Always null: all segments are listed' }) nextCursor!: null;
}

class SampleConsentDto {
  @ApiProperty({ enum: ['unknown', 'granted', 'denied'], example: 'granted' }) marketing!: AudienceContact['consent'];
}

export class SegmentContactDto {
  @ApiProperty({ format: 'uuid', example: CONTACT_ID }) id!: string;
  @ApiProperty({ example: 'Ana Ruiz' }) name!: string;
  @ApiPropertyOptional({ example: '51987111000' }) phone?: string;
  @ApiPropertyOptional({ example: 'US.13491208655302741918', description: 'Business-scoped user id' }) userId?: string;
  @ApiPropertyOptional({ example: 'es' }) language?: string;
  @ApiProperty({ type: Object, additionalProperties: true, example: { city: 'Cusco' } }) attributes!: Record<string, unknown>;
  @ApiProperty({ type: [String], example: ['vip'] }) tags!: string[];
  @ApiProperty({ type: SampleConsentDto }) consent!: SampleConsentDto;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) createdAt!: string;

  static of({ id, name, phone, userId, language, attributes, tags, consent, createdAt }: AudienceContact): SegmentContactDto {
    return {
      id,
      name: name ?? phone ?? userId ?? '',
      ...(phone ? { phone } : {}),
      ...(userId ? { userId } : {}),
      ...(language ? { language } : {}),
      attributes,
      tags,
      consent: { marketing: consent },
      createdAt,
    };
  }
}

export class SegmentPreviewDto {
  @ApiProperty({ example: 1_204, description: 'How many contacts are in it now' }) count!: number;
  @ApiProperty({ type: [SegmentContactDto], description: 'Ten of them at most' }) sample!: SegmentContactDto[];
}

export class SegmentExplanationDto implements SegmentExplanation {
  @ApiProperty({ format: 'uuid', example: CONTACT_ID }) contactId!: string;
  @ApiProperty({ example: true, description: 'Whether the contact is in the segment' }) matches!: boolean;
  @ApiProperty({
    type: Object,
    additionalProperties: true,
    nullable: true,
    example: { all: [{ field: 'attributes.city', op: 'eq', value: 'Cusco', holds: true }], holds: true },
    description: 'The expression, each group and condition with whether it holds; null of a list',
  })
  explanation!: SegmentExplanation['explanation'];
}
