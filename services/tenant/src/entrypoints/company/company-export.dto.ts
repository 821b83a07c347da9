import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { EXAMPLE_ID, EXAMPLE_TIME } from '../examples.js';

const STATES = ['waiting', 'running', 'done', 'failed', 'expired'] as const;

export class CompanyExportPath {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) @IsUUID() id!: string;
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) @IsUUID() exportId!: string;
}

export class CompanyExportDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) id!: string;
  @ApiProperty({ enum: STATES, example: 'done' }) state!: (typeof STATES)[number];
  @ApiProperty({ format: 'date-time', example: EXAMPLE_TIME }) requestedAt!: string;
  @ApiProperty({ example: 42, description: 'Files of the archive that are written' }) written!: number;
  @ApiProperty({ example: 42, description: 'Files that it will have; 0 while nobody knows' }) files!: number;
  @ApiProperty({ type: Number, nullable: true, example: 48213377, description: 'Bytes, when it is done' }) sizeBytes!: number | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: EXAMPLE_TIME }) finishedAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: EXAMPLE_TIME, description: 'Then the archive is taken away' })
  expiresAt!: string | null;
}

export class CompanyExportListDto {
  @ApiProperty({ type: [CompanyExportDto], description: 'Newest first, ten at most' }) items!: CompanyExportDto[];
}

export class CompanyExportLinkDto {
  @ApiProperty({ example: '/exports/AZjA3gAAcACAAAAAAAAACg', description: 'A path at the gateway that needs no other credentials' })
  url!: string;
  @ApiProperty({ format: 'date-time', example: EXAMPLE_TIME }) expiresAt!: string;
}
