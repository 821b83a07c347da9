import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { FAULT_CODES, type Fault, type FaultCode } from '../../domain/flows/faults.js';
import { END_REASONS, WAITS_FOR, type EndReason, type WaitsFor } from '../../domain/flows/interpreter.js';
import { FLOW_STATES, type Flow, type FlowState } from '../../handlers/flows/flows.handler.js';

export const FLOW_ID = '0198c0de-0000-7000-8000-0000000000f1';
const OUTLET = '0198c0de-0000-7000-8000-000000000001';
export const AT = '2026-11-20T09:00:00.000Z';

const DEFINITION = {
  triggers: [{ kind: 'keyword', words: ['menu'], match: 'whole' }],
  start: 'size',
  nodes: [
    {
      id: 'size',
      kind: 'question',
      x: 0,
      y: 0,
      text: 'Which size?',
      answer: 'choice',
      choices: [
        { id: 's', title: 'Small' },
        { id: 'l', title: 'Large' },
      ],
      saveAs: 'size',
    },
    { id: 'thanks', kind: 'message', x: 300, y: 0, message: { type: 'text', text: 'Thank you, {{ name | default: "friend" }}.' } },
  ],
  edges: [{ from: 'size', port: 'choice:s', to: 'thanks' }],
};
const ABOUT = `\`triggers\` (of kinds keyword, button, first_message, tag and event: \`order_created\`, \`order_paid\`, \`checkout_abandoned\`), \`start\` (the id of a node), \`nodes\` and \`edges\` (\`{ from, port, to }\`). Kinds of nodes: message, question, branch, set, tag, wait,
call, handoff, goto, answer, end. Ports: \`next\`; of a question \`next\` or \`choice:<id>\`, \`invalid\` and \`timeout\`; of a branch \`case:<id>\` and \`else\`; of a call \`next\` and \`failed\`. A question without a timeout waits seven days, and then the flow ends.`;

const given = (_: object, value: unknown): boolean => value !== undefined;

export class ChangeFlowBody {
  @ApiPropertyOptional({ example: 'Order menu', maxLength: 100 })
  @ValidateIf(given)
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  name?: string;

  @ApiPropertyOptional({ format: 'uuid', example: OUTLET, description: 'The number whose customers it talks with' })
  @ValidateIf(given)
  @IsUUID()
  outletId?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: DEFINITION, description: ABOUT })
  @ValidateIf(given)
  @IsObject()
  definition?: Record<string, unknown>;

  @ApiPropertyOptional({
    example: 3,
    minimum: 1,
    description: 'The revision that was changed: if it is no longer the newest, the change is refused',
  })
  @ValidateIf(given)
  @IsInt()
  @Min(1)
  revision?: number;
}

export class FlowBody {
  @ApiProperty({ example: 'Order menu', maxLength: 100 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  name!: string;

  @ApiProperty({ format: 'uuid', example: OUTLET, description: 'The number whose customers it talks with' })
  @IsUUID()
  outletId!: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: DEFINITION, description: ABOUT })
  @ValidateIf(given)
  @IsObject()
  definition?: Record<string, unknown>;
}

export class CheckFlowBody {
  @ApiProperty({ type: 'object', additionalProperties: true, example: DEFINITION, description: ABOUT })
  @IsObject()
  definition!: Record<string, unknown>;
}

export class FlowFaultDto {
  @ApiProperty({ type: String, nullable: true, example: 'size', description: 'The node that has it; null where it is of the whole flow' })
  nodeId!: string | null;
  @ApiProperty({ enum: FAULT_CODES, example: 'text_missing' }) code!: FaultCode;
  @ApiProperty({ example: 'The text is empty. Write what the customer is to read.' }) message!: string;
}

export class FlowFaultsDto {
  @ApiProperty({ type: [FlowFaultDto] }) faults!: Fault[];
}

export class FlowSummaryDto {
  @ApiProperty({ format: 'uuid', example: FLOW_ID }) id!: string;
  @ApiProperty({ example: 'Order menu' }) name!: string;
  @ApiProperty({ format: 'uuid', example: OUTLET }) outletId!: string;
  @ApiProperty({ enum: FLOW_STATES, example: 'live' }) state!: FlowState;
  @ApiProperty({ example: 3, description: 'Grows with every change' }) revision!: number;
  @ApiProperty({ example: 2, description: 'The newest version that was published; 0 before the first' }) version!: number;
  @ApiProperty({ format: 'date-time', example: AT }) createdAt!: string;
  @ApiProperty({ format: 'date-time', example: AT }) updatedAt!: string;

  static of({ id, name, outletId, state, revision, version, createdAt, updatedAt }: Flow): FlowSummaryDto {
    return { id, name, outletId, state, revision, version, createdAt, updatedAt };
  }
}

export class FlowDto extends FlowSummaryDto {
  @ApiProperty({ type: 'object', additionalProperties: true, example: DEFINITION, description: ABOUT }) definition!: object;

  static override of(flow: Flow): FlowDto {
    return { ...FlowSummaryDto.of(flow), definition: flow.definition };
  }
}

export class FlowWithFaultsDto extends FlowDto {
  @ApiProperty({ type: [FlowFaultDto], description: 'What keeps it from being published' }) faults!: Fault[];
}

export class FlowListDto {
  @ApiProperty({ type: [FlowSummaryDto] }) items!: FlowSummaryDto[];
  @ApiProperty({ type: String, nullable: true, example: null }) nextCursor!: string | null;
}

export class FlowExportDto {
  @ApiProperty({ example: 'chasqui.flow/1' }) format!: string;
  @ApiProperty({ example: 'Order menu' }) name!: string;
  @ApiProperty({ type: 'object', additionalProperties: true, example: DEFINITION }) definition!: object;
}

export class SimulatedEventBody {
  @ApiProperty({
    enum: ['start', 'message', 'due', 'called'],
    example: 'message',
    description: '`due` lets the time pass that it waits for; `called` is what a system answers that it asks',
  })
  @IsIn(['start', 'message', 'due', 'called'])
  kind!: 'start' | 'message' | 'due' | 'called';

  @ApiPropertyOptional({ example: 'Small', maxLength: 4_096 })
  @IsOptional()
  @IsString()
  @MaxLength(4_096)
  text?: string;

  @ApiPropertyOptional({ example: 'text', maxLength: 30, description: 'Of the message: text, image, location, ...' })
  @IsOptional()
  @IsString()
  @MaxLength(30)
  type?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { order: { state: 'shipped' } },
    description: 'Of `called`: the JSON of the answer; left out: the call fails',
  })
  @IsOptional()
  @IsObject()
  answer?: Record<string, unknown>;
}

export class SimulatedContactBody {
  @ApiPropertyOptional({ example: 'Rosa' }) @IsOptional() @IsString() @MaxLength(200) name?: string;
  @ApiPropertyOptional({ example: '51987654321' }) @IsOptional() @IsString() @MaxLength(30) phone?: string;
  @ApiPropertyOptional({ example: 'es' }) @IsOptional() @IsString() @MaxLength(35) language?: string;
  @ApiPropertyOptional({ type: [String], example: ['vip'] })
  @IsOptional()
  @IsString({ each: true })
  @ArrayMaxSize(50)
  tags?: string[];
  @ApiPropertyOptional({ type: 'object', additionalProperties: true, example: { city: 'Lima' } })
  @IsOptional()
  @IsObject()
  attributes?: Record<string, unknown>;
}

export class SimulateFlowBody {
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: DEFINITION,
    description: 'As it is drawn; left out: as it was kept last',
  })
  @IsOptional()
  @IsObject()
  definition?: Record<string, unknown>;

  @ApiProperty({ type: [SimulatedEventBody], description: 'From the start on, in their order; the first is `start`' })
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => SimulatedEventBody)
  events!: SimulatedEventBody[];

  @ApiPropertyOptional({ type: SimulatedContactBody, description: 'Who the customer is' })
  @IsOptional()
  @ValidateNested()
  @Type(() => SimulatedContactBody)
  contact?: SimulatedContactBody;
}

export class SimulatedEntryDto {
  @ApiProperty({ enum: ['customer', 'flow', 'time'], example: 'flow' }) by!: 'customer' | 'flow' | 'time';
  @ApiPropertyOptional({ type: String, nullable: true, example: 'Small', description: 'What the customer wrote' }) text?: string | null;
  @ApiPropertyOptional({ example: 'text' }) type?: string;
  @ApiPropertyOptional({ example: 'size', description: 'The node that did it' }) node?: string;
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { kind: 'send', node: 'thanks', message: { type: 'text', text: 'Thank you, Rosa.' } },
    description: 'What the flow does: send, attribute, tags, call, handoff, answer',
  })
  effect?: object;
  @ApiPropertyOptional({ format: 'date-time', example: AT, description: 'What time it is now' }) at?: string;
}

export class FlowWayDto {
  @ApiProperty({ example: 'size' }) node!: string;
  @ApiProperty({ example: 'choice:s', description: 'By which the node was left; of a node that ends the flow, its kind' }) port!: string;
}

export class SimulatedWayDto extends FlowWayDto {
  @ApiProperty({ format: 'uuid', example: FLOW_ID }) flowId!: string;
}

export class FlowSimulationDto {
  @ApiProperty({ type: [SimulatedEntryDto] }) entries!: SimulatedEntryDto[];
  @ApiProperty({ type: [SimulatedWayDto], description: 'The ways that it took' }) passed!: SimulatedWayDto[];
  @ApiProperty({ type: String, nullable: true, example: 'size', description: 'Where it waits' }) node!: string | null;
  @ApiProperty({ enum: WAITS_FOR, nullable: true, example: 'answer' }) waitsFor!: WaitsFor | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null }) dueAt!: string | null;
  @ApiProperty({ enum: END_REASONS, nullable: true, example: null }) ended!: EndReason | null;
}

export class FlowFigureDto extends FlowWayDto {
  @ApiProperty({ example: 120 }) passed!: number;
}

export class FlowFiguresDto {
  @ApiProperty({ example: 2 }) version!: number;
  @ApiProperty({ example: 300, description: 'Runs that began with this version' }) started!: number;
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer' },
    example: { end: 200, handed_over: 40 },
    description: `Runs that have ended, by the reason: ${END_REASONS.join(', ')}`,
  })
  ended!: Record<string, number>;
  @ApiProperty({ type: [FlowFigureDto], description: 'How often each node was left, and by which port' }) passed!: FlowFigureDto[];
}

export class FiguresQuery {
  @ApiPropertyOptional({ example: 2, minimum: 1, description: 'The newest where it is left out' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  version?: number;
}
