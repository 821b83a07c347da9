import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { Problem } from '#service-kit';
import { attributeFaults, type AttributeDefinition } from '../../domain/attributes/attribute-definition.js';
import type { Attribute } from '../../domain/contacts/contact.js';
import { ContactAttributeRow } from '../../persistence/attributes/contact-attribute.entity.js';

/** Holds what somebody gives a contact to the types that the company has set. */
@Injectable()
export class CheckAttributes {
  /** @param before of the contact so far; undefined of a new one @throws {Problem} validation_failed with each attribute */
  async execute(tx: Transaction, after: Readonly<Record<string, Attribute>>, before?: Readonly<Record<string, Attribute>>): Promise<void> {
    const faults = attributeFaults(await this.definitions(tx), after, before);
    if (faults.length > 0) throw Problem.invalid(faults);
  }

  definitions(tx: Transaction): Promise<AttributeDefinition[]> {
    return tx.rows(ContactAttributeRow).list(ContactAttributeRow.order);
  }
}
