import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export class SearchDto {
  @ApiProperty({ example: 'When do you open on Sundays?', maxLength: 4096 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(4_096)
  query!: string;

  @ApiPropertyOptional({ example: 5, default: 5, minimum: 1, maximum: 20 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(20)
  limit?: number;

  @ApiPropertyOptional({
    enum: ['draft', 'published'],
    default: 'draft',
    description: 'draft: all ready documents; published: the version that answers customers',
  })
  @IsOptional()
  @IsIn(['draft', 'published'])
  version?: 'draft' | 'published';
}

export class PassageDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000010' }) baseId!: string;
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000020' }) documentId!: string;
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000021' }) chunkId!: string;
  @ApiProperty({ example: 'Store guide', description: 'Title of the document' }) title!: string;
  @ApiProperty({ example: 'Opening hours > Holidays', description: 'Headings above the passage' }) heading!: string;
  @ApiProperty({ example: 'We are open from 9 to 18.' }) text!: string;
  @ApiProperty({ type: Number, nullable: true, example: 3, minimum: 1, description: 'Page of a PDF; null where the format has no pages' })
  page!: number | null;
  @ApiProperty({
    example: 4.2,
    description: 'BM25, fused with what the passage means where vectors are on. Compare it only with scores of the same reply.',
  })
  score!: number;
  @ApiProperty({ example: 0.83, minimum: 0, maximum: 1, description: 'Share of the question that the passage covers' })
  coverage!: number;
  @ApiProperty({
    type: Number,
    nullable: true,
    example: 0.74,
    minimum: -1,
    maximum: 1,
    description:
      'The cosine of the question and the nearest sentence of the passage; null where no vectors are compared, or others are nearer',
  })
  similarity!: number | null;
}

export class PassageListDto {
  @ApiProperty({ type: [PassageDto] }) items!: PassageDto[];
}
