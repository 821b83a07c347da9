import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, uniqueViolation } from '#database';
import { Problem, type Actor } from '#service-kit';
import { MAX_CHOICES, type AttributeDefinition } from '../../domain/attributes/attribute-definition.js';
import { MAX_ATTRIBUTES } from '../../domain/contacts/contact.js';
import { ContactAttributeRow } from '../../persistence/attributes/contact-attribute.entity.js';
import { Audit } from '../audit/audit.step.js';

type Given = Omit<AttributeDefinition, 'id'>;

/** What a company keeps of its customers, with a type each. No change of a definition touches values that are stored. */
@Injectable()
export class AttributesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly audit: Audit,
  ) {}

  /** All of them, in their order: there are {@link MAX_ATTRIBUTES} at most. */
  async list(tenantId: string): Promise<AttributeDefinition[]> {
    return this.database.forTenant(tenantId, (tx) => tx.rows(ContactAttributeRow).list(ContactAttributeRow.order));
  }

  /** @throws {Problem} validation_failed, name_taken, too_many */
  async create(tenantId: string, given: Given, by: Actor): Promise<AttributeDefinition> {
    const created = { ...given, id: v7(), choices: choicesOf(given) };
    const create = this.database.forTenant(tenantId, async (tx) => {
      if ((await tx.rows(ContactAttributeRow).count()) >= MAX_ATTRIBUTES) {
        throw new Problem(422, 'too_many', `A tenant may have at most ${MAX_ATTRIBUTES} attributes. Delete one you no longer use.`);
      }
      await tx.rows(ContactAttributeRow).insert(created);
      this.audit.append(tx, by, 'created', { type: 'contact_attribute', id: created.id }, null, created);
    });
    await create.catch((error: unknown) => {
      if (uniqueViolation(error) !== 'contact_attributes_key') throw error;
      throw new Problem(409, 'name_taken', 'Another attribute already has this key. Choose another, or change that attribute.', [
        { field: 'key', message: 'is taken' },
      ]);
    });
    return created;
  }

  /** The key stays. @throws {Problem} not_found, validation_failed */
  async change(tenantId: string, id: string, given: Omit<Given, 'key'>, by: Actor): Promise<AttributeDefinition> {
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await tx.rows(ContactAttributeRow).lock(id);
      if (!before) throw Problem.notFound('attribute');
      const changed = (await tx.rows(ContactAttributeRow).change(id, { ...given, choices: choicesOf(given) }))!;
      this.audit.append(tx, by, 'changed', { type: 'contact_attribute', id }, shown(before), shown(changed));
      return changed;
    });
  }

  /** Values that contacts have of it stay, as free ones. @throws {Problem} not_found */
  async delete(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const before = await tx.rows(ContactAttributeRow).lock(id);
      if (!before) throw Problem.notFound('attribute');
      await tx.rows(ContactAttributeRow).delete(id);
      this.audit.append(tx, by, 'deleted', { type: 'contact_attribute', id }, shown(before), null);
    });
  }
}

const shown = ({ key, name, type, choices, isRequired, isInList }: AttributeDefinition) => ({
  key,
  name,
  type,
  choices,
  isRequired,
  isInList,
});

/** @throws {Problem} validation_failed */
function choicesOf({ type, choices }: Omit<Given, 'key'>): string[] {
  if (type !== 'choice') return [];
  const each = [...new Set(choices.map((choice) => choice.trim()))].filter((choice) => choice !== '');
  if (each.length === 0 || each.length > MAX_CHOICES)
    throw Problem.invalid([{ field: 'choices', message: `choices must be 1 to ${MAX_CHOICES} texts for this type` }]);
  return each;
}
