import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Problem } from './problem.js';

/** Query of every list: `?limit=&cursor=`. */
export class PageQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;

  @ApiPropertyOptional({ description: 'nextCursor of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Where a page ended, opaque to clients: the sort keys of its last row. */
export const encodeCursor = (keys: readonly (string | number)[]): string => Buffer.from(JSON.stringify(keys)).toString('base64url');

/** @param keys how many there are, or may be @throws {Problem} invalid_cursor when it did not come from {@link encodeCursor} with so many */
export function decodeCursor(cursor: string | undefined, keys: number | readonly number[]): (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(decoded) && [keys].flat().includes(decoded.length) && decoded.every(isKey)) return decoded;
  } catch {
    // Falls through to the one answer for every broken cursor.
  }
  throw invalidCursor();
}

/** Of texts only what a row can hold. */
const isKey = (key: unknown): key is string | number =>
  typeof key === 'number' || (typeof key === 'string' && !key.includes('\0') && key.isWellFormed());

export const invalidCursor = (): Problem => new Problem(400, 'invalid_cursor', 'cursor must be the nextCursor of an earlier page.');

/** Cuts a result of `limit + 1` rows to a page. */
export function toPage<T>(rows: T[], limit: number, keysOf: (row: T) => readonly (string | number)[]): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(keysOf(last)) : null };
}

export const ApiNextCursor = (): PropertyDecorator =>
  applyDecorators(ApiProperty({ type: String, nullable: true, description: 'Pass as ?cursor= for the next page; null on the last one.' }));
