import { ApiProperty, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsObject, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';
import { LABEL_ID, ListConversationsQuery, USER_ID } from '../threads/conversations.dto.js';

const FILTER = { state: 'pending', labelId: LABEL_ID, sort: 'waiting' };

/** The filters of GET /conversations that make sense at any time. */
export class ViewFilterDto extends PickType(ListConversationsQuery, [
  'state',
  'outletId',
  'assigneeId',
  'teamId',
  'labelId',
  'priority',
  'unread',
  'q',
  'sort',
] as const) {}

export class SavedViewBody {
  @ApiProperty({ example: 'Refunds that wait', maxLength: 60 })
  @IsString()
  @MaxLength(60)
  @Matches(/^(?=.*\S)\P{Cc}*$/u, { message: 'name must be one line of text' })
  name!: string;

  @ApiProperty({ example: false, description: 'Everybody of the tenant sees a shared view. Only admins share.' })
  @IsBoolean()
  isShared!: boolean;

  @ApiProperty({ type: ViewFilterDto, example: FILTER, description: 'As the query of GET /conversations; `me` is whoever looks at it' })
  @IsObject()
  @ValidateNested()
  @Type(() => ViewFilterDto)
  filter!: ViewFilterDto;
}

export class SavedViewDto extends SavedViewBody {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000061' }) id!: string;
  @ApiProperty({ format: 'uuid', example: USER_ID, description: 'Who made it' }) ownerId!: string;
}

export class SavedViewListDto {
  @ApiProperty({ type: [SavedViewDto] }) items!: SavedViewDto[];
}
