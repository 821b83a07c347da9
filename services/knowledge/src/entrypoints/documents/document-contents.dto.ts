import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { ApiNextCursor } from '#service-kit';
import { MAX_PAIRS, type Editable } from '../../domain/documents/editable.js';
import { TITLE, TITLE_RULE } from './documents.dto.js';

export class PairDto {
  @ApiProperty({ example: 'Do you deliver?', maxLength: 2000 })
  @IsString()
  @MaxLength(2_000)
  @Matches(/\S/, { message: 'question must not be blank' })
  question!: string;

  @ApiProperty({ example: 'Yes, within two days.', maxLength: 20000 })
  @IsString()
  @MaxLength(20_000)
  answer!: string;

  @ApiPropertyOptional({ example: 'Delivery', default: '', maxLength: 300, description: 'A word above it, which is found too' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  topic: string = '';
}

/** A change in a JSON body; a file goes as multipart/form-data. */
export class ChangeDocumentDto {
  @ApiPropertyOptional({ example: 'Opening hours in summer', maxLength: 300 })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  @Matches(TITLE, { message: TITLE_RULE })
  title?: string;

  @ApiPropertyOptional({ example: 'We are open from 9 to 20.', description: 'The new text of a document of text, Markdown, HTML or CSV' })
  @IsOptional()
  @IsString()
  @Matches(/\S/, { message: 'content must not be blank' })
  content?: string;

  @ApiPropertyOptional({ type: [PairDto], description: 'The new questions and answers; the document is then a CSV of them' })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_PAIRS)
  @ValidateNested({ each: true })
  @Type(() => PairDto)
  pairs?: PairDto[];
}

export class DocumentContentDto implements Editable {
  @ApiProperty({
    type: String,
    nullable: true,
    example: 'We are open from 9 to 18.',
    description: 'The text as it can be changed; null for a file that is no text, or larger than 512 KB',
  })
  text!: string | null;

  @ApiProperty({
    type: [PairDto],
    nullable: true,
    description: 'Of a CSV with the columns question, answer and perhaps topic; null of anything else',
  })
  pairs!: PairDto[] | null;
}

export class DocumentPassageDto {
  @ApiProperty({ example: 1, description: 'From 1, in the order of the document' }) position!: number;
  @ApiProperty({ type: [String], example: ['Opening hours'], description: 'Headings above it, the highest first' }) heading!: string[];
  @ApiProperty({ example: 'We are open from 9 to 18.' }) text!: string;
  @ApiProperty({ type: Number, nullable: true, example: 3, minimum: 1, description: 'Page of a PDF; null where the format has no pages' })
  page!: number | null;
}

export class DocumentPassagePageDto {
  @ApiProperty({ type: [DocumentPassageDto] }) items!: DocumentPassageDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
