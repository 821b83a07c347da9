import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { GRACE_DAYS } from '../../domain/company/deletion.js';
import { EXAMPLE_TIME } from '../examples.js';

export class ScheduleDeletionDto {
  @ApiProperty({ example: 'Acme Corp', description: 'The name of the company, typed once more' })
  @IsString()
  @MaxLength(200)
  name!: string;

  @ApiPropertyOptional({
    format: 'password',
    example: 'correct horse battery',
    description: 'Of whoever asks; required for an account that has one',
  })
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  password?: string;
}

export class CompanyDeletionDto {
  @ApiProperty({ enum: ['none', 'scheduled'], example: 'scheduled' }) state!: 'none' | 'scheduled';
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: EXAMPLE_TIME }) requestedAt!: string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: EXAMPLE_TIME,
    description: 'Until then every owner may stop it',
  })
  dueAt!: string | null;
  @ApiProperty({ example: GRACE_DAYS, description: 'Days between the request and the end' }) graceDays!: number;
}
