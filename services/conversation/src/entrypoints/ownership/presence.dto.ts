import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { AVAILABILITIES, type Availability } from '#contracts';

export class AvailabilityBody {
  @ApiProperty({ enum: AVAILABILITIES, example: 'away' })
  @IsIn(AVAILABILITIES)
  availability!: Availability;
}

export class PresenceDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-0000000000c1' }) userId!: string;
  @ApiProperty({ enum: AVAILABILITIES, example: 'online', description: 'A person who is away gets no new conversations' })
  availability!: Availability;
  @ApiProperty({ example: true, description: 'Seen in the last 60 seconds' }) isConnected!: boolean;
  @ApiProperty({ format: 'date-time', example: '2026-11-20T09:00:00.000Z' }) seenAt!: string;
}

export class PresenceListDto {
  @ApiProperty({ type: [PresenceDto] }) items!: PresenceDto[];
}
