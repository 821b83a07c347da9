import { ApiProperty } from '@nestjs/swagger';
import { METERS, type Meter } from '../../domain/plans/plan.js';
import { WARNING_LEVELS, type WarningLevel } from '../../domain/warnings/warning.js';

class QuotaWarningDto {
  @ApiProperty({ enum: METERS, enumName: 'Meter' }) meter!: Meter;
  @ApiProperty({ type: Number, enum: WARNING_LEVELS, description: 'Percent of the limit that is used, at least' }) level!: WarningLevel;
  @ApiProperty() limit!: number;
  @ApiProperty() used!: number;
  @ApiProperty({ description: 'Whether more is refused: the plan has no room, and the deposit does not pay for more' }) stopped!: boolean;
}

export class QuotaWarningsDto {
  @ApiProperty({ type: [QuotaWarningDto], description: 'The fullest first; empty where every limit is far' }) items!: QuotaWarningDto[];
}
