import type { EntityClass } from '#database';
import { messagingEntities } from '#messaging';
import { AnswerRow } from './answers/answer.entity.js';
import { ErasedConversationRow } from './privacy/erased-conversation.entity.js';

/** Every table of the schema. */
export const entities: readonly EntityClass[] = [...messagingEntities('llm_orchestration'), AnswerRow, ErasedConversationRow];
