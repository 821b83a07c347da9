import { Injectable } from '@nestjs/common';
import { Problem } from '#service-kit';
import type { Template, TemplateCategory, TemplateStatus } from '../../domain/graph/template.js';
import { templateUpdate } from '../../domain/webhooks/webhook-update.js';
import { TemplateStore } from '../../persistence/graph/template-store.js';
import { PaceTemplatesHandler } from '../graph/pace-templates.handler.js';
import { PauseTemplatesHandler } from '../graph/pause-templates.handler.js';
import { DeliverWebhooksHandler } from '../webhooks/deliver-webhooks.handler.js';

export interface TemplateChange {
  wabaId: string;
  name: string;
  language: string;
  status?: TemplateStatus;
  reason?: string;
  quality?: 'GREEN' | 'YELLOW' | 'RED';
  category?: TemplateCategory;
  /** The category that it will get: told ahead, and not done yet. */
  announced?: TemplateCategory;
}

/** Meta decides on a template: pauses, rejects or approves it, rates it (red alone pauses it), or moves it into another category. */
@Injectable()
export class ReportTemplateHandler {
  constructor(
    private readonly templates: TemplateStore,
    private readonly deliver: DeliverWebhooksHandler,
    private readonly pause: PauseTemplatesHandler,
    private readonly pace: PaceTemplatesHandler,
  ) {}

  /** @throws {Problem} not_found */
  execute(change: TemplateChange): Template {
    const { wabaId, status, reason, quality, category, announced } = change;
    const template = this.templates.find(wabaId, change.name, change.language);
    if (!template) throw Problem.notFound('template');
    const tell = (field: string, value: object): void => this.deliver.execute(templateUpdate(wabaId, template, field, value));
    if (status) {
      template.status = status;
      // Decided by hand: the end of a pause by the clock no longer holds.
      if (template.simulated) template.simulated = { pauses: template.simulated.pauses };
      template.rejected_reason = status === 'REJECTED' ? (reason ?? 'INVALID_FORMAT') : undefined;
      tell('message_template_status_update', { event: status, reason: reason ?? 'NONE' });
    }
    if (quality) {
      const previous = template.quality_score?.score ?? 'UNKNOWN';
      template.quality_score = { score: quality };
      tell('message_template_quality_update', { previous_quality_score: previous, new_quality_score: quality });
    }
    if (quality === 'RED' && !status && template.status === 'APPROVED') this.pause.execute(wabaId, template);
    else if (status === 'PAUSED' || status === 'DISABLED') this.pace.decide(wabaId, template);
    if (announced) tell('template_category_update', { new_category: template.category, correct_category: announced });
    if (category) {
      const previous = template.category;
      template.category = category;
      tell('template_category_update', { previous_category: previous, new_category: category });
    }
    this.templates.save();
    return template;
  }
}
