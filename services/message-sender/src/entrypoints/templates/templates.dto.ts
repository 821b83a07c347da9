import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { ApiNextCursor, PageQuery } from '#service-kit';
import { PARAMETER_FORMATS, TEMPLATE_CATEGORIES, TEMPLATE_LIMITS, type ParameterFormat, type TemplatePart } from '#whatsapp';
import type { ParameterSource } from '../../domain/templates/parameters.js';
import type { TemplateSyncView, TemplateView } from '../../domain/templates/template.js';
import type { NewTemplate, TemplateChange } from '../../handlers/templates/templates.handler.js';

const EXAMPLE_COMPONENTS = [
  { type: 'BODY', text: 'Hi {{1}}, your order {{2}} has left.', example: { body_text: [['Ana', 'A-17']] } },
  { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Where is it?' }] },
];
const COMPONENTS = {
  type: 'array',
  items: { type: 'object', additionalProperties: true },
  example: EXAMPLE_COMPONENTS,
} as const;
const NAME = /^[\w.]{1,100}$/;

/** Where a value comes from when a send gives none. */
export class ParameterSourceDto implements ParameterSource {
  @ApiProperty({ example: '1', description: 'A variable of the body; `header`; `button.<index>`; of a carousel `card.<index>.<name>`' })
  @Matches(NAME)
  name!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'contact.name',
    description: 'contact.name, contact.phone, contact.email, contact.language, attributes.<name>; null: always the fallback',
  })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  source: string | null = null;

  @ApiPropertyOptional({ maxLength: 500, default: '', example: 'there', description: 'Where the contact has nothing there' })
  @IsOptional()
  @IsString()
  @Matches(/^[^\n\r\t]*$/, { message: 'fallback may have no line break and no tab' })
  @MaxLength(500)
  fallback: string = '';

  @ApiPropertyOptional({ maxLength: 500, default: '', example: 'Ana', description: 'What previews show' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  sample: string = '';
}

class ParametersDto {
  @ApiPropertyOptional({ type: [ParameterSourceDto], description: 'Where values come from when a send gives none' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => ParameterSourceDto)
  parameters?: ParameterSourceDto[];

  @ApiPropertyOptional({ enum: PARAMETER_FORMATS, default: 'POSITIONAL', description: 'Whether variables are {{1}} or {{name}}' })
  @IsOptional()
  @IsIn(PARAMETER_FORMATS)
  parameterFormat?: ParameterFormat;
}

export class CreateTemplateBody extends ParametersDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'The outlet in whose WhatsApp account the template is made; or give wabaId' })
  @IsOptional()
  @IsUUID()
  outletId?: string;

  @ApiPropertyOptional({ example: '102290129340398', description: 'The WhatsApp account, in place of outletId' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  wabaId?: string;

  @ApiProperty({ maxLength: TEMPLATE_LIMITS.name, example: 'order_shipped', description: 'a-z, 0-9 and _' })
  @IsString()
  @MaxLength(TEMPLATE_LIMITS.name)
  name!: string;

  @ApiProperty({ example: 'en_US', description: 'A language code of WhatsApp' })
  @IsString()
  @MaxLength(16)
  language!: string;

  @ApiProperty({ enum: TEMPLATE_CATEGORIES, description: 'WhatsApp may choose another: it bills by its own' })
  @IsIn(TEMPLATE_CATEGORIES)
  category!: string;

  @ApiProperty({
    ...COMPONENTS,
    description:
      'In the shape of the Graph API: HEADER, BODY, FOOTER, BUTTONS, CAROUSEL. The sample of a header of a file may be a file of yours: `example: { mediaId }`.',
  })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(10)
  @IsObject({ each: true })
  components!: TemplatePart[];
}

export class ChangeTemplateBody extends ParametersDto {
  @ApiPropertyOptional({ ...COMPONENTS, description: 'All of them: they replace what there is. WhatsApp reviews the template again.' })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(10)
  @IsObject({ each: true })
  components?: TemplatePart[];

  @ApiPropertyOptional({ enum: TEMPLATE_CATEGORIES, description: 'Not of an approved template' })
  @IsOptional()
  @IsIn(TEMPLATE_CATEGORIES)
  category?: string;
}

export class ListTemplatesQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Of one WhatsApp account' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  wabaId?: string;

  @ApiPropertyOptional({ example: 'APPROVED' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  status?: string;

  @ApiPropertyOptional({ enum: TEMPLATE_CATEGORIES })
  @IsOptional()
  @IsIn(TEMPLATE_CATEGORIES)
  category?: string;

  @ApiPropertyOptional({ example: 'en_US' })
  @IsOptional()
  @IsString()
  @MaxLength(16)
  language?: string;

  @ApiPropertyOptional({ enum: ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'] })
  @IsOptional()
  @IsIn(['GREEN', 'YELLOW', 'RED', 'UNKNOWN'])
  quality?: string;

  @ApiPropertyOptional({ description: 'A part of the name' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  search?: string;
}

export class TemplateDto {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ description: 'The WhatsApp account' }) wabaId!: string;
  @ApiProperty({ type: String, nullable: true, description: 'WhatsApp’s own id' }) graphId!: string | null;
  @ApiProperty() name!: string;
  @ApiProperty({ example: 'en_US' }) language!: string;
  @ApiProperty({ description: 'The latest that WhatsApp has decided on: MARKETING, UTILITY or AUTHENTICATION' }) category!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Before WhatsApp changed it' }) previousCategory!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'WhatsApp has announced that it will change the category to this' })
  nextCategory!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) nextCategoryAt!: string | null;
  @ApiProperty({ description: 'As WhatsApp says: PENDING, APPROVED, REJECTED, PAUSED, DISABLED, ...' }) status!: string;
  @ApiProperty({ description: 'GREEN, YELLOW, RED or UNKNOWN, as customers see the template' }) quality!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why WhatsApp rejected, paused or disabled it' })
  rejectionReason!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'What WhatsApp recommends' }) recommendation!: string | null;
  @ApiProperty({ enum: PARAMETER_FORMATS }) parameterFormat!: ParameterFormat;
  @ApiProperty(COMPONENTS) components!: TemplatePart[];
  @ApiProperty({ type: [ParameterSourceDto] }) parameters!: ParameterSourceDto[];
  @ApiProperty({ description: 'Goes up with every change; also the ETag' }) version!: number;
  @ApiProperty({ format: 'date-time' }) createdAt!: string;
  @ApiProperty({ format: 'date-time' }) updatedAt!: string;

  static of(template: TemplateView): TemplateDto {
    const { id, wabaId, graphId, name, language, category, previousCategory, nextCategory, nextCategoryAt, status, quality } = template;
    const { rejectionReason, recommendation, parameterFormat, components, parameters, version, createdAt, updatedAt } = template;
    return {
      id,
      wabaId,
      graphId,
      name,
      language,
      category,
      previousCategory,
      nextCategory,
      nextCategoryAt,
      status,
      quality,
      rejectionReason,
      recommendation,
      parameterFormat,
      components,
      parameters,
      version,
      createdAt,
      updatedAt,
    };
  }
}

export class TemplatePageDto {
  @ApiProperty({ type: [TemplateDto] }) items!: TemplateDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class SyncTemplatesBody {
  @ApiProperty({ format: 'uuid', description: 'An outlet of the WhatsApp account' })
  @IsUUID()
  outletId!: string;
}

export class TemplateSyncDto {
  @ApiProperty({ description: 'The WhatsApp account' }) wabaId!: string;
  @ApiProperty({ enum: ['running', 'done', 'failed'] }) state!: TemplateSyncView['state'];
  @ApiProperty({ description: 'Templates read so far' }) found!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Why it failed, or waits' }) detail!: string | null;
  @ApiProperty({ format: 'date-time' }) startedAt!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) finishedAt!: string | null;

  static of({ wabaId, state, found, detail, startedAt, finishedAt }: TemplateSyncView): TemplateSyncDto {
    return { wabaId, state, found, detail, startedAt, finishedAt };
  }
}

export class TemplateSyncListDto {
  @ApiProperty({ type: [TemplateSyncDto] }) items!: TemplateSyncDto[];
}

/** Types in capitals, as Graph lists them. */
const tidy = (parts: readonly TemplatePart[]): TemplatePart[] =>
  parts.map((part) => ({
    ...part,
    ...(typeof part.type === 'string' ? { type: part.type.toUpperCase() } : {}),
    ...(typeof part.format === 'string' ? { format: part.format.toUpperCase() } : {}),
  }));

const sourcesOf = (parameters: readonly ParameterSourceDto[]): ParameterSource[] =>
  parameters.map(({ name, source, fallback, sample }) => ({ name, source: source || null, fallback, sample }));

export const newTemplateOf = ({ components, parameters, parameterFormat, ...rest }: CreateTemplateBody): NewTemplate => ({
  ...rest,
  parameterFormat: parameterFormat ?? 'POSITIONAL',
  components: tidy(components),
  parameters: sourcesOf(parameters ?? []),
});

export const templateChangeOf = ({ components, parameters, ...rest }: ChangeTemplateBody): TemplateChange => ({
  ...rest,
  ...(components ? { components: tidy(components) } : {}),
  ...(parameters ? { parameters: sourcesOf(parameters) } : {}),
});
