import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { ApiNextCursor, PageQuery, ROLES, type Role } from '#service-kit';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../domain/auth/password-policy.js';
import { EXAMPLE_ID, EXAMPLE_TIME } from '../examples.js';
import { IsAddress, IsName } from '../plain-text.js';

export const ADDS =
  'Make an account for a new person in a tenant. Whoever has an account is invited by mail instead and joins by accepting; the answer is the same';

export class AddUserDto {
  @ApiProperty({ example: 'ana@acme.example' })
  @IsAddress()
  email!: string;

  @ApiProperty({
    minLength: SHORTEST_PASSWORD,
    maxLength: LONGEST_PASSWORD,
    example: 'correct horse battery',
    description: 'Of the new account; nobody sets that of an account that is there',
  })
  @IsString()
  @MaxLength(LONGEST_PASSWORD)
  password!: string;

  @ApiProperty({ example: 'Ana Gómez' })
  @IsName()
  name!: string;

  @ApiProperty({ enum: ROLES, example: 'agent' })
  @IsIn(ROLES)
  role!: Role;
}

export class ChangeRoleDto {
  @ApiProperty({ enum: ROLES, example: 'admin' })
  @IsIn(ROLES)
  role!: Role;
}

export class MemberDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) id!: string;
  @ApiProperty({ example: 'ana@acme.example' }) email!: string;
  @ApiProperty({ example: 'Ana Gómez' }) name!: string;
  @ApiProperty({ enum: ROLES, example: 'agent' }) role!: Role;
  @ApiProperty({ format: 'date-time', example: EXAMPLE_TIME }) joinedAt!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: EXAMPLE_ID, description: 'User id of whoever brought them in' })
  invitedBy!: string | null;
}

export class MemberPageDto {
  @ApiProperty({ type: [MemberDto] }) items!: MemberDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

/** A person as a member of a tenant, or, for a superadmin who names no tenant, as an account of the installation. */
export class UserDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) id!: string;
  @ApiProperty({ example: 'ana@acme.example' }) email!: string;
  @ApiProperty({ example: 'Ana Gómez' }) name!: string;
  @ApiPropertyOptional({ enum: ROLES, example: 'agent', description: 'In the tenant' }) role?: Role;
  @ApiPropertyOptional({ format: 'date-time', example: EXAMPLE_TIME, description: 'The tenant' }) joinedAt?: string;
  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    example: EXAMPLE_ID,
    description: 'User id of whoever brought them in',
  })
  invitedBy?: string | null;
  @ApiPropertyOptional({ example: false, description: 'Of an account' }) superadmin?: boolean;
  @ApiPropertyOptional({ format: 'date-time', example: EXAMPLE_TIME, description: 'Of an account' }) createdAt?: string;
}

export class UserPageDto {
  @ApiProperty({ type: [UserDto] }) items!: UserDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

export class MemberQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ROLES })
  @IsOptional()
  @IsIn(ROLES)
  role?: Role;

  @ApiPropertyOptional({ description: 'Part of the name or the address', example: 'ana' })
  @IsOptional()
  @IsString()
  @MaxLength(120)
  search?: string;
}
