import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import { FaultPlan } from '../../domain/control/faults.js';
import { GraphError, invalidParameter, missingParameter } from '../../domain/graph/graph-error.js';
import { withFixedTexts } from '../../domain/graph/authentication-template.js';
import { parseComponents, parseMaxPrice, parseTemplateDefinition, type Template } from '../../domain/graph/template.js';
import { templateUpdate } from '../../domain/webhooks/webhook-update.js';
import { TemplateStore } from '../../persistence/graph/template-store.js';
import { DeliverWebhooksHandler } from '../webhooks/deliver-webhooks.handler.js';

const REVIEW_MS = 500;

export interface TemplatePage {
  data: object[];
  paging: { cursors?: { before: string; after: string }; next?: string };
}

/** Message templates of an account: list, create, change, delete; new and changed ones are reviewed shortly after. */
@Injectable()
export class ManageTemplatesHandler implements OnApplicationBootstrap {
  constructor(
    private readonly clock: SimulatedClock,
    private readonly faults: FaultPlan,
    private readonly templates: TemplateStore,
    private readonly deliver: DeliverWebhooksHandler,
  ) {}

  /** Reviews that a restart has cut off. */
  onApplicationBootstrap(): void {
    for (const { wabaId, template } of this.templates.pending()) this.review(wabaId, template);
  }

  /** One page. `self` is the address of the list without its query. Throws GraphError 131059 for a cursor that is none. */
  execute(wabaId: string, query: Record<string, string | undefined>, self: string): TemplatePage {
    const limit = Math.min(Math.max(Number(query.limit ?? 25) || 25, 1), 500);
    const matching = this.templates
      .ofWaba(wabaId)
      .filter((template) =>
        ['name', 'status', 'language', 'category'].every((field) => !query[field] || template[field as 'name'] === query[field]),
      );
    const after = query.after === undefined ? 0 : Number(Buffer.from(query.after, 'base64url').toString());
    if (!Number.isInteger(after) || after < 0)
      throw new GraphError({ code: 131059, details: 'The cursor is not valid; start the list again.' });
    const page = matching.slice(after, after + limit);
    const cursor = (index: number) => Buffer.from(String(index)).toString('base64url');
    const end = after + page.length;
    const next = new URLSearchParams({ ...(query as Record<string, string>), limit: String(limit), after: cursor(end) });
    return {
      data: page.map((template) => selectFields(template, query.fields)),
      paging: {
        ...(page.length ? { cursors: { before: cursor(after), after: cursor(end) } } : {}),
        ...(end < matching.length ? { next: `${self}?${next.toString()}` } : {}),
      },
    };
  }

  create(wabaId: string, input: unknown): Pick<Template, 'id' | 'status' | 'category'> {
    const definition = parseTemplateDefinition(input);
    if (this.templates.find(wabaId, definition.name, definition.language)) {
      throw new GraphError({
        code: 100,
        subcode: 2388024,
        details: `There is already ${definition.language} content for ${definition.name}.`,
      });
    }
    const { category } = definition;
    const components = category === 'AUTHENTICATION' ? withFixedTexts(definition.components) : definition.components;
    const template = this.templates.add(wabaId, { ...definition, components, status: 'PENDING' });
    this.review(wabaId, template);
    return { id: template.id, status: template.status, category: template.category };
  }

  change(wabaId: string, template: Template, input: unknown): { success: true } {
    const { components, category } = (input ?? {}) as { components?: unknown; category?: unknown };
    if (!['APPROVED', 'REJECTED', 'PAUSED'].includes(template.status))
      throw invalidParameter('Only approved, rejected and paused templates can be edited.');
    if (category !== undefined && template.status === 'APPROVED')
      throw invalidParameter('The category of an approved template cannot be changed.');
    const maxPrice = parseMaxPrice((input ?? {}) as Record<string, unknown>, template.category);
    // A max price alone may change without a review.
    if (maxPrice.optimization_spec) template.optimization_spec = maxPrice.optimization_spec;
    if (components === undefined && maxPrice.optimization_spec) {
      this.templates.save();
      return { success: true };
    }
    template.components = parseComponents(components);
    template.status = 'PENDING';
    this.templates.save();
    this.review(wabaId, template);
    return { success: true };
  }

  remove(wabaId: string, query: { name?: string; hsm_id?: string }): { success: true } {
    if (!query.name) throw missingParameter('name is required');
    if (this.templates.remove(wabaId, query.name, query.hsm_id) === 0) {
      throw new GraphError({ code: 100, subcode: 2593002, details: `There is no template ${query.name}.` });
    }
    return { success: true };
  }

  find(id: string): { wabaId: string; template: Template } | undefined {
    return this.templates.byId(id);
  }

  describe(template: Template, fields?: string): object {
    return selectFields(template, fields);
  }

  private review(wabaId: string, template: Template): void {
    const { templateReview } = this.faults.current();
    if (templateReview === 'hold') return;
    this.clock.schedule(REVIEW_MS, () => {
      if (template.status !== 'PENDING' || this.templates.byId(template.id)?.template !== template) return;
      template.status = templateReview === 'approve' ? 'APPROVED' : 'REJECTED';
      template.rejected_reason = templateReview === 'approve' ? undefined : 'INVALID_FORMAT';
      this.templates.save();
      this.deliver.execute(
        templateUpdate(wabaId, template, 'message_template_status_update', {
          event: template.status,
          message_template_category: template.category,
          reason: template.rejected_reason ?? 'NONE',
        }),
      );
    });
  }
}

function selectFields({ simulated: _, ...template }: Template, fields: string | undefined): object {
  if (!fields) return template;
  const wanted = new Set(['id', ...fields.split(',').map((field) => field.trim())]);
  return Object.fromEntries(Object.entries(template).filter(([name]) => wanted.has(name)));
}
