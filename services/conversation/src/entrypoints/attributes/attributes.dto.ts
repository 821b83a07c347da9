import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import {
  ATTRIBUTE_KEY,
  ATTRIBUTE_TYPES,
  MAX_CHOICE,
  MAX_CHOICES,
  type AttributeDefinition,
  type AttributeType,
} from '../../domain/attributes/attribute-definition.js';

const LINE = /^(?=.*\S)\P{Cc}*$/u;

export class AttributeBody {
  @ApiProperty({ example: 'city', maxLength: 60, description: 'As contacts, segments and campaigns name it: attributes.<key>' })
  @Matches(ATTRIBUTE_KEY, { message: 'key must be 1 to 60 letters, digits, spaces, dots, dashes or underscores' })
  key!: string;

  @ApiProperty({ example: 'City', maxLength: 60, description: 'As pages show it' })
  @IsString()
  @MaxLength(60)
  @Matches(LINE, { message: 'name must be one line of text' })
  name!: string;

  @ApiProperty({
    enum: ATTRIBUTE_TYPES,
    example: 'choice',
    description: '`date` is a day (2026-11-20) or an instant in UTC, `boolean` is yes or no, `choice` is one of `choices`',
  })
  @IsIn(ATTRIBUTE_TYPES)
  type!: AttributeType;

  @ApiPropertyOptional({ type: [String], example: ['Cusco', 'Lima'], maxItems: MAX_CHOICES, description: 'Of the type `choice`' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_CHOICES)
  @MaxLength(MAX_CHOICE, { each: true })
  @Matches(LINE, { each: true, message: 'choices must be one line of text each' })
  choices?: string[];

  @ApiPropertyOptional({ example: false, description: 'Whoever adds a contact by hand, by file or by API has to give it' })
  @IsOptional()
  @IsBoolean()
  isRequired?: boolean;

  @ApiPropertyOptional({ example: true, description: 'Whether the list of contacts has a column of it' })
  @IsOptional()
  @IsBoolean()
  isInList?: boolean;

  @ApiPropertyOptional({ example: 0, minimum: 0, maximum: 1_000, description: 'Lists show lower ones first' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000)
  position?: number;
}

export class ChangeAttributeBody extends OmitType(AttributeBody, ['key']) {}

export class AttributeDto implements AttributeDefinition {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-0000000000c1' }) id!: string;
  @ApiProperty({ example: 'city' }) key!: string;
  @ApiProperty({ example: 'City' }) name!: string;
  @ApiProperty({ enum: ATTRIBUTE_TYPES, example: 'choice' }) type!: AttributeType;
  @ApiProperty({ type: [String], example: ['Cusco', 'Lima'] }) choices!: string[];
  @ApiProperty({ example: false }) isRequired!: boolean;
  @ApiProperty({ example: true }) isInList!: boolean;
  @ApiProperty({ example: 0 }) position!: number;

  static of({ id, key, name, type, choices, isRequired, isInList, position }: AttributeDefinition): AttributeDto {
    return { id, key, name, type, choices, isRequired, isInList, position };
  }
}

export class AttributeListDto {
  @ApiProperty({ type: [AttributeDto] }) items!: AttributeDto[];
  @ApiProperty({ type: String, nullable: true, example: null, description: 'Always null: all attributes are listed' }) nextCursor!: null;
}
