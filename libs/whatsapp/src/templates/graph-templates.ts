import { z } from 'zod';
import { GraphClient } from '../client.js';
import type { StreamedBody } from '../graph-exchange.js';
import { parsed, succeeded, unreadable, type GraphResult } from '../graph-results.js';
import { asNonEmptyText, asObject } from '../read-json.js';
import type { TemplateDefinition, TemplatePart } from './definition.js';

const templateSchema = z.looseObject({
  id: z.coerce.string(),
  name: z.string(),
  language: z.string(),
  status: z.string(),
  category: z.string().optional(),
  previous_category: z.string().nullish(),
  components: z.array(z.looseObject({ type: z.string() })).optional(),
  parameter_format: z.string().nullish(),
  rejected_reason: z.string().nullish(),
  quality_score: z.looseObject({ score: z.string().optional() }).nullish(),
});
/** A template as Graph lists it, in Graph's own shape. */
export type GraphTemplate = z.infer<typeof templateSchema>;

const FIELDS = [
  'id',
  'name',
  'language',
  'status',
  'category',
  'previous_category',
  'components',
  'parameter_format',
  'rejected_reason',
  'quality_score',
].join(',');

export interface TemplatePage {
  templates: GraphTemplate[];
  /** Where the next page begins; absent on the last. */
  after?: string;
}

const createdSchema = z.looseObject({ id: z.coerce.string(), status: z.string().optional(), category: z.string().optional() });

/** Definitions travel in Graph's own words. */
const graphFormat = (definition: Pick<TemplateDefinition, 'parameterFormat'>): string => definition.parameterFormat.toLowerCase();

/** The templates of an account. Source: Meta, "WhatsApp Business Management API: message templates" (v26.0). */
export class GraphTemplates extends GraphClient {
  /** One page of the list. @param name only templates of this name @returns code 131059 for a cursor that has ended: start again */
  async page(call: {
    wabaId: string;
    accessToken: string;
    limit: number;
    after?: string;
    name?: string;
  }): Promise<GraphResult<TemplatePage>> {
    const query: Record<string, string> = { fields: FIELDS, limit: String(call.limit) };
    if (call.after !== undefined) query.after = call.after;
    if (call.name !== undefined) query.name = call.name;
    const result = await this.get([call.wabaId, 'message_templates'], call.accessToken, query);
    if (result.outcome !== 'ok') return result;
    const listed = parsed(z.array(templateSchema), result.value.data);
    if (listed.outcome !== 'ok') return listed;
    const paging = asObject(result.value.paging);
    if (asNonEmptyText(paging?.next) === undefined) return { outcome: 'ok', value: { templates: listed.value } };
    // The cursor, not the `next` address: that one carries the token and could name any host.
    const after = asNonEmptyText(asObject(paging?.cursors)?.after);
    if (after === undefined || after === call.after) return unreadable('paging.next without a new cursor');
    return { outcome: 'ok', value: { templates: listed.value, after } };
  }

  async find(call: { graphId: string; accessToken: string }): Promise<GraphResult<GraphTemplate>> {
    const result = await this.get([call.graphId], call.accessToken, { fields: FIELDS });
    return result.outcome === 'ok' ? parsed(templateSchema, result.value) : result;
  }

  async create(call: {
    wabaId: string;
    accessToken: string;
    definition: TemplateDefinition;
  }): Promise<GraphResult<z.infer<typeof createdSchema>>> {
    const { name, language, category, components } = call.definition;
    const body = { name, language, category, parameter_format: graphFormat(call.definition), components };
    const result = await this.post([call.wabaId, 'message_templates'], call.accessToken, body);
    return result.outcome === 'ok' ? parsed(createdSchema, result.value) : result;
  }

  /** Replaces all components. @param category only of a template that is not approved */
  async edit(call: { graphId: string; accessToken: string; components: TemplatePart[]; category?: string }): Promise<GraphResult<void>> {
    const { components, category } = call;
    return succeeded(await this.post([call.graphId], call.accessToken, { components, ...(category ? { category } : {}) }));
  }

  /** Deletes one language. WhatsApp then keeps the name from being used for 30 days. */
  async remove(call: { wabaId: string; accessToken: string; name: string; graphId: string }): Promise<GraphResult<void>> {
    const query = { name: call.name, hsm_id: call.graphId };
    return succeeded(await this.call({ method: 'DELETE', accessToken: call.accessToken }, [call.wabaId, 'message_templates'], query));
  }

  /**
   * Uploads the sample of a header. `app` stands for the app that the token belongs to.
   *
   * @returns the handle that a definition names. Source: Meta, "Resumable Upload API" (2026-09)
   */
  async uploadSample(call: { accessToken: string; mimeType: string; filename: string; body: StreamedBody }): Promise<GraphResult<string>> {
    const { accessToken } = call;
    const query = { file_name: call.filename, file_length: String(call.body.length), file_type: call.mimeType };
    const session = await this.call({ method: 'POST', accessToken }, ['app', 'uploads'], query);
    if (session.outcome !== 'ok') return session;
    const [path, signature] = (asNonEmptyText(session.value.id) ?? '').split('?');
    if (!path?.startsWith('upload:')) return unreadable('the answer has no id of an upload');
    const uploaded = await this.call(
      {
        method: 'POST',
        accessToken,
        headers: { authorization: `OAuth ${accessToken}`, file_offset: '0' },
        body: call.body,
        contentType: call.mimeType,
        timeoutMs: this.transferTimeoutMs,
      },
      [path],
      signature === undefined ? {} : Object.fromEntries(new URLSearchParams(signature)),
    );
    if (uploaded.outcome !== 'ok') return uploaded;
    const handle = asNonEmptyText(uploaded.value.h);
    return handle === undefined ? unreadable('the answer has no handle') : { outcome: 'ok', value: handle };
  }
}
