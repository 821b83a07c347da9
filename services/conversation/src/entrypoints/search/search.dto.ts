import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { ApiNextCursor, PageQuery } from '#service-kit';
import type { Snippet } from '../../domain/search/message-words.js';
import type { FoundMessage } from '../../handlers/search/search-messages.handler.js';
import { ConversationContactDto } from '../threads/conversations.dto.js';
import { MessageDto } from '../threads/messages.dto.js';

export class SearchMessagesQuery extends PageQuery {
  @ApiProperty({
    minLength: 1,
    maxLength: 200,
    example: 'order 1234',
    description: 'Messages with all of these words. Case and accents do not matter; the last word may be incomplete.',
  })
  @IsString()
  @Length(1, 200)
  @Matches(/[\p{L}\p{N}]/u, { message: 'q must hold a letter or a digit' })
  q!: string;

  @ApiPropertyOptional({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000001', description: 'Only messages of this outlet' })
  @IsOptional()
  @IsUUID()
  outletId?: string;
}

export class SnippetDto implements Snippet {
  @ApiProperty({ example: 'Where is my order 1234?', description: 'Plain text: the part of the message around the first match' })
  text!: string;
  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2 },
    example: [
      [12, 17],
      [18, 22],
    ],
    description: 'Positions of the matches in `text`: `[from, to)` in UTF-16 code units, as `text.slice(from, to)` counts',
  })
  hits!: [number, number][];
}

export class FoundMessageDto {
  @ApiProperty({ format: 'uuid', example: '0198c0de-0000-7000-8000-000000000010' }) conversationId!: string;
  @ApiProperty({ type: ConversationContactDto }) contact!: ConversationContactDto;
  @ApiProperty({ type: MessageDto }) message!: MessageDto;
  @ApiProperty({ type: SnippetDto }) snippet!: SnippetDto;

  static of({ contact, message, snippet }: FoundMessage): FoundMessageDto {
    return {
      conversationId: contact.conversationId,
      contact: ConversationContactDto.of(contact),
      message: MessageDto.of(message),
      snippet,
    };
  }
}

export class FoundMessagePageDto {
  @ApiProperty({ type: [FoundMessageDto] }) items!: FoundMessageDto[];
  @ApiNextCursor() nextCursor!: string | null;
}
