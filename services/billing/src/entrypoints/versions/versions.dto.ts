import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { ApiNextCursor } from '#service-kit';
import { PlanDto } from '../plans/plans.dto.js';

class PlanVersionDto extends PlanDto {
  @ApiProperty({ description: 'Who is on it, those who try it included' }) tenants!: number;
  @ApiProperty({ description: 'Who tries it and pays nothing yet' }) trials!: number;
}

export class PlanVersionsDto {
  @ApiProperty({ type: [PlanVersionDto], description: 'The newest first' }) items!: PlanVersionDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class MoveTenantsDto {
  @ApiPropertyOptional({ format: 'uuid', description: '`next` of the request before; left out, it begins with the first tenant' })
  @IsOptional()
  @IsUUID()
  after?: string;
}

export class MovedDto {
  @ApiProperty({ description: 'Tenants that are on the latest version now' }) moved!: number;
  @ApiProperty({ description: 'Tenants that pay for their version by a subscription, and keep it' }) kept!: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Send it as `after` to go on; null when all were looked at' })
  next!: string | null;
}
