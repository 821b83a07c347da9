import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { decodeCursor, invalidCursor, isId, MessageKeys, Problem, requireVersion, toPage, type Actor, type Page } from '#service-kit';
import { validateTemplate, type GraphResult, type ParameterFormat, type TemplateDefinition, type TemplatePart } from '#whatsapp';
import { TemplateGraph } from '../../clients/templates/template-graph.js';
import { editableAt, recentEdits } from '../../domain/templates/edit-limits.js';
import { alreadyExists, graphProblem, isGone } from '../../domain/templates/graph-problem.js';
import { isSource, type ParameterSource } from '../../domain/templates/parameters.js';
import { TemplateRow } from '../../persistence/templates/template.entity.js';
import { TemplatesRepository, type Template, type TemplateFilter } from '../../persistence/templates/templates.repository.js';
import { TemplateSyncsRepository } from '../../persistence/templates/template-syncs.repository.js';
import { Audit } from './audit.step.js';
import { FollowChanges } from './follow-changes.step.js';
import { GraphAccessStep, type GraphAccess } from './graph-access.step.js';
import { ManagementCallsHandler } from './management-calls.handler.js';
import { UploadSamplesHandler } from './upload-samples.handler.js';
import { StoreNamedHandler } from './store-named.handler.js';
import { TemplateSignal } from './template-signal.state.js';

export interface NewTemplate extends TemplateDefinition {
  outletId?: string;
  wabaId?: string;
  parameters: ParameterSource[];
}

export interface TemplateChange {
  components?: TemplatePart[];
  category?: string;
  parameterFormat?: ParameterFormat;
  parameters?: ParameterSource[];
}

/** A change of a template is reviewed by WhatsApp, and nobody else may make one meanwhile. */
const EDITABLE = ['APPROVED', 'REJECTED', 'PAUSED'];

/** The templates of a tenant's accounts. WhatsApp has the word: it is asked first, and what it answers is stored. */
@Injectable()
export class TemplatesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly templates: TemplatesRepository,
    private readonly syncs: TemplateSyncsRepository,
    private readonly access: GraphAccessStep,
    private readonly samples: UploadSamplesHandler,
    private readonly store: StoreNamedHandler,
    private readonly graph: TemplateGraph,
    private readonly calls: ManagementCallsHandler,
    private readonly keys: MessageKeys,
    private readonly audit: Audit,
    private readonly follow: FollowChanges,
    private readonly signal: TemplateSignal,
  ) {}

  /** By name. @throws {Problem} invalid_cursor */
  async list(tenantId: string, { cursor, limit, ...filter }: Omit<TemplateFilter, 'after'> & { cursor?: string }): Promise<Page<Template>> {
    const after = decodeCursor(cursor, 2)?.map(String) as [string, string] | undefined;
    if (after && !isId(after[1])) throw invalidCursor();
    const rows = await this.database.forTenant(tenantId, (tx) =>
      this.templates.list(tx, { ...filter, limit: limit + 1, ...(after ? { after } : {}) }),
    );
    return toPage(rows, limit, ({ name, id }) => [name, id]);
  }

  /** @throws {Problem} not_found */
  async get(tenantId: string, id: string): Promise<Template> {
    const row = await this.database.forTenant(tenantId, (tx) => tx.rows(TemplateRow).find(id));
    if (!row) throw Problem.notFound('template');
    return row;
  }

  /**
   * Hands a template to WhatsApp for review. The same key again gets the template of the first request.
   *
   * @throws {Problem} validation_failed, not_found (the outlet), template_exists, whatsapp_…, idempotency_key_reused
   */
  async create(tenantId: string, given: NewTemplate, by: Actor, key?: string): Promise<Template> {
    const { outletId, wabaId: account, parameters, ...definition } = given;
    requireValid(definition, parameters);
    const id = v7();
    const { access, earlier } = await this.database.forTenant(tenantId, async (tx) => ({
      access: outletId === undefined ? await this.access.ofAccount(tx, account ?? '') : await this.access.ofOutlet(tx, outletId),
      earlier: key === undefined ? undefined : await this.keys.take(tx, key, { template: given }, id),
    }));
    const known = await this.#known(tenantId, access.wabaId, definition);
    // Made by the first request with this key; one that was cut off before it could say so is recognised by what it has made.
    if (earlier !== undefined && known) return known;
    if (known) throw exists(definition);
    const components = await this.samples.execute(tenantId, access, definition.components);
    const mine = { tenantId, wabaId: access.wabaId, for: 'person' } as const;
    const created = await this.calls.run(mine, () => this.graph.create({ ...access, definition: { ...definition, components } }));
    if (alreadyExists(created)) {
      await this.store.execute(tenantId, access, definition.name);
      const adopted = await this.#known(tenantId, access.wabaId, definition);
      if (adopted && earlier !== undefined) return adopted;
      throw exists(definition);
    }
    const { id: graphId, status, category } = await this.#done(tenantId, access, created);
    // As WhatsApp keeps it: of authentication templates it writes the text.
    const kept = await this.calls.run(mine, () => this.graph.find({ graphId, accessToken: access.accessToken }));
    return this.database.forTenant(tenantId, async (tx) => {
      const row = {
        id: earlier ?? id,
        wabaId: access.wabaId,
        graphId,
        name: definition.name,
        language: definition.language,
        category: category ?? definition.category,
        status: (kept.outcome === 'ok' ? kept.value.status : (status ?? 'PENDING')).toUpperCase(),
        statusAt: wholeSecond(),
        parameterFormat: definition.parameterFormat,
        components: kept.outcome === 'ok' && kept.value.components ? (kept.value.components as TemplatePart[]) : components,
        parameters,
      };
      // A report of WhatsApp's may have been faster, and have had the list read.
      const [there] = (await this.templates.named(tx, access.wabaId, row.name)).filter(({ language }) => language === row.language);
      const stored = there
        ? (await tx.rows(TemplateRow).change(there.id, { parameters, version: there.version + 1 }))!
        : await tx.rows(TemplateRow).insert(row);
      this.audit.append(tx, by, 'created', { type: 'template', id: stored.id }, null, factsOf(stored));
      return stored;
    });
  }

  /**
   * Changes what a template says, which WhatsApp reviews again, or only where its values come from, which is ours.
   *
   * @throws {Problem} not_found, precondition_failed, validation_failed, template_being_reviewed, template_edit_limit, whatsapp_…
   */
  async change(tenantId: string, id: string, change: TemplateChange, ifMatch: string | undefined, by: Actor): Promise<Template> {
    const row = await this.get(tenantId, id);
    requireVersion(ifMatch, row.version);
    const { parameters = row.parameters } = change;
    const definition: TemplateDefinition = {
      name: row.name,
      language: row.language,
      category: change.category ?? row.category,
      parameterFormat: change.parameterFormat ?? row.parameterFormat,
      components: change.components ?? row.components,
    };
    const isSaidAnew =
      JSON.stringify(definition.components) !== JSON.stringify(row.components) ||
      definition.category !== row.category ||
      definition.parameterFormat !== row.parameterFormat;
    // What WhatsApp keeps it need not be told again, in whatever shape it is.
    requireValid(isSaidAnew ? definition : undefined, parameters);
    const components = isSaidAnew ? await this.#say(tenantId, row, definition) : row.components;
    return this.database.forTenant(tenantId, async (tx) => {
      const before = await tx.rows(TemplateRow).lock(id);
      if (!before) throw Problem.notFound('template');
      const now = Date.now();
      const said = {
        components,
        category: definition.category,
        parameterFormat: definition.parameterFormat,
        status: 'PENDING',
        statusAt: wholeSecond(now),
        rejectionReason: null,
        recommendation: null,
        edits: [...recentEdits(before.edits, now), new Date(now).toISOString()],
        updatedAt: await this.templates.now(tx),
      };
      const after = (await tx.rows(TemplateRow).change(id, { parameters, ...(isSaidAnew ? said : {}), version: before.version + 1 }))!;
      this.audit.append(tx, by, 'changed', { type: 'template', id }, factsOf(before), factsOf(after));
      // Whoever chose another category knows it: others are told of the review only.
      await this.follow.execute(tx, { ...after, before: { ...before, category: after.category }, after }, said.statusAt);
      return after;
    });
  }

  /** @throws {Problem} not_found, whatsapp_… */
  async delete(tenantId: string, id: string, by: Actor): Promise<void> {
    const row = await this.get(tenantId, id);
    const { graphId, wabaId, name } = row;
    if (graphId !== null) {
      const access = await this.database.forTenant(tenantId, (tx) => this.access.ofAccount(tx, wabaId));
      const removed = await this.calls.run({ tenantId, wabaId, for: 'person' }, () => this.graph.remove({ ...access, name, graphId }));
      if (!isGone(removed)) await this.#done(tenantId, access, removed);
    }
    await this.database.forTenant(tenantId, async (tx) => {
      if (!(await tx.rows(TemplateRow).delete(id))) return;
      this.audit.append(tx, by, 'deleted', { type: 'template', id }, factsOf(row), null);
      await this.follow.execute(tx, { ...row, before: row, after: { ...row, status: 'DELETED' } }, wholeSecond());
    });
  }

  async #known(tenantId: string, wabaId: string, { name, language }: TemplateDefinition): Promise<Template | undefined> {
    const rows = await this.database.forTenant(tenantId, (tx) => this.templates.named(tx, wabaId, name));
    return rows.find((row) => row.language === language);
  }

  async #say(tenantId: string, row: Template, definition: TemplateDefinition): Promise<TemplatePart[]> {
    if (!EDITABLE.includes(row.status) || row.graphId === null) {
      throw new Problem(409, 'template_being_reviewed', 'WhatsApp lets only approved, rejected and paused templates be changed.');
    }
    const isApproved = row.status === 'APPROVED';
    if (isApproved && definition.category !== row.category) {
      throw Problem.invalid([{ field: 'category', message: 'the category of an approved template cannot be changed' }]);
    }
    const at = isApproved ? editableAt(row.edits, Date.now()) : undefined;
    if (at !== undefined) {
      const when = new Date(at).toISOString();
      const detail = `WhatsApp takes one change of an approved template in 24 hours, and ten in 30 days. The next one may be made at ${when}.`;
      throw new Problem(409, 'template_edit_limit', detail, undefined, { 'retry-after': String(Math.ceil((at - Date.now()) / 1000)) });
    }
    const access = await this.database.forTenant(tenantId, (tx) => this.access.ofAccount(tx, row.wabaId));
    const components = await this.samples.execute(tenantId, access, definition.components);
    const category = definition.category === row.category ? {} : { category: definition.category };
    const { graphId } = row;
    const edited = await this.calls.run({ tenantId, wabaId: row.wabaId, for: 'person' }, () =>
      this.graph.edit({ graphId, accessToken: access.accessToken, components, ...category }),
    );
    await this.#done(tenantId, access, edited);
    return components;
  }

  /** @throws {Problem} whatsapp_…; where nobody knows whether it was done, the list is read to see */
  async #done<T>(tenantId: string, access: GraphAccess, result: GraphResult<T>): Promise<T> {
    if (result.outcome === 'ok') return result.value;
    if (result.outcome === 'unknown') await this.database.forTenant(tenantId, (tx) => this.#readLater(tx, access));
    const { status, code, detail, retryAfterMs } = graphProblem(result, access.accessToken)!;
    const headers = retryAfterMs === undefined ? undefined : { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) };
    throw new Problem(status, code, detail, undefined, headers);
  }

  async #readLater(tx: Transaction, { wabaId, outletId }: GraphAccess): Promise<void> {
    await this.syncs.begin(tx, wabaId, outletId, 0);
    tx.afterCommit(() => this.signal.wake());
  }
}

/** WhatsApp tells times in whole seconds: what it reports of the same second is not older. */
const wholeSecond = (now = Date.now()): string => new Date(Math.floor(now / 1000) * 1000).toISOString();

const exists = ({ name, language }: TemplateDefinition): Problem =>
  new Problem(409, 'template_exists', `There is a template ${name} in ${language} already; change it, or choose another name.`);

const factsOf = ({ name, language, category, status, parameters, components }: Template): object => ({
  name,
  language,
  category,
  status,
  parameters: parameters.map((parameter) => JSON.stringify(parameter)),
  components: components.map((part) => JSON.stringify(part)),
});

/** @throws {Problem} validation_failed */
function requireValid(definition: TemplateDefinition | undefined, parameters: readonly ParameterSource[]): void {
  const problems: { field: string; message: string }[] = definition ? validateTemplate(definition) : [];
  parameters.forEach(({ source }, index) => {
    if (source === null || isSource(source)) return;
    const message = 'source must be contact.name, contact.phone, contact.email, contact.language or attributes.<name>';
    problems.push({ field: `parameters[${index}].source`, message });
  });
  const names = parameters.map(({ name }) => name);
  if (new Set(names).size < names.length) problems.push({ field: 'parameters', message: 'each name may be there once' });
  if (problems.length > 0) throw Problem.invalid(problems);
}
