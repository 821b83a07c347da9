import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { ApiNextCursor, PageQuery, ROLES, type Role } from '#service-kit';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../domain/auth/password-policy.js';
import { EXAMPLE_ID, EXAMPLE_TIME } from '../examples.js';
import { IsAddress, IsName } from '../plain-text.js';

export const ADDS =
  'Add a person to a tenant. A new address gets an account; an address that has one gets an invitation by mail. The answer is the same.';

export class AddUserDto {
  @ApiProperty({ example: 'ana@acme.example' })
  @IsAddress()
  email!: string;

  @ApiProperty({
    minLength: SHORTEST_PASSWORD,
    maxLength: LONGEST_PASSWORD,
    example: 'correct horse battery',
    description: 'Password of a new account; an existing account keeps its own',
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
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: EXAMPLE_ID, description: 'User id of the person who added them' })
  invitedBy!: string | null;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    example: EXAMPLE_TIME,
    description: 'When they last signed in or renewed a sign-in; within 15 minutes while they are here. Null for never',
  })
  lastSeenAt!: string | null;
  @ApiPropertyOptional({ example: true, description: 'Whether they have two-factor sign-in; only for admins and above' })
  twoFactor?: boolean;
}

export class MemberPageDto {
  @ApiProperty({ type: [MemberDto] }) items!: MemberDto[];
  @ApiNextCursor() nextCursor!: string | null;
}

/** A member of a tenant or, for a superadmin without a tenant, an account of the installation. */
export class UserDto {
  @ApiProperty({ format: 'uuid', example: EXAMPLE_ID }) id!: string;
  @ApiProperty({ example: 'ana@acme.example' }) email!: string;
  @ApiProperty({ example: 'Ana Gómez' }) name!: string;
  @ApiPropertyOptional({ enum: ROLES, example: 'agent', description: 'Role in the tenant' }) role?: Role;
  @ApiPropertyOptional({ format: 'date-time', example: EXAMPLE_TIME, description: 'When they joined the tenant' }) joinedAt?: string;
  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    example: EXAMPLE_ID,
    description: 'User id of the person who added them',
  })
  invitedBy?: string | null;
  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    example: EXAMPLE_TIME,
    description: 'When they were last here',
  })
  lastSeenAt?: string | null;
  @ApiPropertyOptional({ example: true, description: 'Whether they have two-factor sign-in; only for admins and above' })
  twoFactor?: boolean;
  @ApiPropertyOptional({ example: false, description: 'Only in the list of all accounts' }) superadmin?: boolean;
  @ApiPropertyOptional({ format: 'date-time', example: EXAMPLE_TIME, description: 'Only in the list of all accounts' }) createdAt?: string;
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
