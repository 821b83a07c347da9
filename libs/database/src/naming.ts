// From their own files, here and in the other files of this folder: all of TypeORM is 20 MB, and a thread that opens its own pools does without it.
import { DefaultNamingStrategy } from 'typeorm/naming-strategy/DefaultNamingStrategy.js';

/** `conversationId` is the column `conversation_id`. Tables are named by their entities. */
export class SnakeNaming extends DefaultNamingStrategy {
  override columnName(property: string, given: string | undefined): string {
    return given ?? property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
