import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { isId, Logger, Problem } from '#service-kit';
import {
  chooseLanguage,
  componentsOf,
  renderTemplate,
  sendProblems,
  validateOutbound,
  type OutboundContent,
  type TemplateComponent,
  type TemplateContent,
} from '#whatsapp';
import { valuesOf, type ContactFacts } from '../../domain/templates/parameters.js';
import type { FoundTemplate, TemplateFacts } from '../../domain/templates/template-facts.js';
import { OutletsRepository, type Outlet } from '../../persistence/queue/outlets.repository.js';
import { ContactsRepository, type ContactKey } from '../../persistence/templates/contacts.repository.js';
import { TemplateRow } from '../../persistence/templates/template.entity.js';
import { TemplatesRepository, type Template } from '../../persistence/templates/templates.repository.js';
import { GraphAccessStep } from './graph-access.step.js';
import { StoreNamedHandler } from './store-named.handler.js';
import { UnknownNames } from './unknown-names.state.js';

/** A template as a sender wrote it. */
interface Wanted {
  templateId?: string;
  name?: string;
  language?: string;
  components?: TemplateComponent[];
  parameters?: unknown;
}

/** What is known of the template, and how it leaves if it may; or what is wrong with the request itself. */
export type Composed = { facts: TemplateFacts; template?: TemplateContent } | { problem: Problem };

/** Makes of what a sender wrote the template that leaves: the one place where this is decided, for agents and programs alike. */
@Injectable()
export class ComposeTemplateHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
    private readonly templates: TemplatesRepository,
    private readonly contacts: ContactsRepository,
    private readonly access: GraphAccessStep,
    private readonly store: StoreNamedHandler,
    private readonly unknown: UnknownNames,
    private readonly logger: Logger,
  ) {}

  /**
   * Finds the template, fills it, says what does not fit, and how the customer will see it. A name that is not known here is asked for at WhatsApp
   * once; where WhatsApp cannot be asked, the template goes as it was written, and WhatsApp decides.
   *
   * @param written `{ templateId | name, language, components? | parameters? }` @param contact whose values it may show
   * Whether it may leave is the gate's to say.
   *
   * @returns or not_found (the outlet), validation_failed
   */
  async execute(tenantId: string, outletId: string, written: unknown, contact: ContactKey | undefined): Promise<Composed> {
    const wanted = read(written);
    const problems = shapeProblems(wanted);
    if (problems.length > 0) return { problem: Problem.invalid(problems) };
    const found = await this.database.forTenant(tenantId, (tx) => this.#find(tx, outletId, wanted));
    if ('problem' in found) return found;
    if (!found.outlet) return { problem: Problem.notFound('outlet') };
    let { rows } = found;
    if (rows.length === 0 && wanted.name !== undefined) {
      const asked = await this.#ask(tenantId, found.outlet, wanted.name);
      if (asked === 'not_known') return asWritten(wanted);
      rows = asked;
    }
    const language = wanted.language ?? found.outlet.language ?? '';
    const chosen = wanted.templateId
      ? rows[0]
      : rows.find(
          (row) =>
            row.language ===
            chooseLanguage(
              rows.map((one) => one.language),
              language,
              found.outlet?.language ?? undefined,
            ),
        );
    if (!chosen) return { facts: missing(wanted, language, rows) };
    const needsContact = !wanted.components && chosen.parameters.some(({ source }) => source !== null);
    const known = needsContact && contact ? await this.database.forTenant(tenantId, (tx) => this.contacts.find(tx, contact)) : undefined;
    return compose(chosen, wanted, known);
  }

  async #find(
    tx: Transaction,
    outletId: string,
    wanted: Wanted,
  ): Promise<{ outlet: Outlet | undefined; rows: Template[] } | { problem: Problem }> {
    const [outlet] = await this.outlets.find(tx, [outletId]);
    if (!outlet) return { outlet, rows: [] };
    if (wanted.templateId === undefined) return { outlet, rows: await this.templates.named(tx, outlet.wabaId, wanted.name!) };
    const row = await tx.rows(TemplateRow).find(wanted.templateId.toLowerCase());
    if (row?.wabaId === outlet.wabaId) return { outlet, rows: [row] };
    const message = row ? 'the template belongs to another WhatsApp account than the outlet' : 'there is no such template';
    return { problem: Problem.invalid([{ field: 'template.templateId', message }]) };
  }

  async #ask(tenantId: string, { id, wabaId }: Outlet, name: string): Promise<Template[] | 'not_known'> {
    if (this.unknown.isFresh(tenantId, wabaId, name)) return [];
    try {
      const access = await this.database.forTenant(tenantId, (tx) => this.access.ofOutlet(tx, id));
      const asked = await this.store.execute(tenantId, access, name);
      if (asked.outcome !== 'ok') return 'not_known';
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.logger.debug({ tenantId, code: error.code }, 'a template that is not known here could not be asked for');
      return 'not_known';
    }
    const rows = await this.database.forTenant(tenantId, (tx) => this.templates.named(tx, wabaId, name));
    if (rows.length === 0) this.unknown.remember(tenantId, wabaId, name);
    return rows;
  }
}

/** Graph's own shape names the language in an object; both are understood. */
function read(written: unknown): Wanted {
  const given = (typeof written === 'object' && written !== null ? written : {}) as Wanted & { language?: unknown };
  const code = (given.language as { code?: unknown } | undefined)?.code;
  const { templateId, name, components, parameters } = given;
  const language = typeof code === 'string' ? code : given.language;
  return Object.fromEntries(
    Object.entries({ templateId, name, language, components, parameters }).filter(([, value]) => value !== undefined),
  ) as Wanted;
}

function shapeProblems(wanted: Wanted): { field: string; message: string }[] {
  if (wanted.templateId === undefined) return validateOutbound({ type: 'template', template: wanted } as OutboundContent);
  if (isId(wanted.templateId)) {
    const stub = { ...wanted, name: 'any', language: 'en' };
    return validateOutbound({ type: 'template', template: stub } as OutboundContent);
  }
  return [{ field: 'template.templateId', message: 'templateId must be the id of a template' }];
}

const asWritten = ({ name, language, components }: Wanted): Composed => ({
  facts: { known: 'unasked' },
  template: { name: name!, language: language!, ...(components ? { components } : {}) },
});

function compose(row: Template, wanted: Wanted, contact: ContactFacts | undefined): Composed {
  const values = valuesOf(row, wanted.parameters, row.parameters, contact);
  const components = wanted.components ?? componentsOf(row, values);
  const problems = sendProblems(row, components);
  const { id, name, language, category, status, rejectionReason } = row;
  const facts: FoundTemplate = { known: 'found', id, name, language, category, status, rejectionReason, problems };
  if (problems.length > 0) return { facts };
  return {
    facts,
    template: {
      name,
      language,
      category,
      ...(components.length > 0 ? { components } : {}),
      rendered: renderTemplate(row, components),
    },
  };
}

const missing = ({ name = '' }: Wanted, language: string, rows: readonly Template[]): TemplateFacts => ({
  known: 'missing',
  name,
  language,
  languages: rows.map((row) => row.language),
});
