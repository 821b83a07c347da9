import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsUUID } from 'class-validator';
import { MAX_LABELS } from '../../handlers/collaboration/put-labels.handler.js';

/** Ids of labels, each once, at most as many as a conversation may have. */
export const LabelIds = (description: string, example: string[] = []): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: [String], format: 'uuid', example, description }),
    IsArray(),
    ArrayMaxSize(MAX_LABELS),
    ArrayUnique(),
    IsUUID(undefined, { each: true }),
  );
