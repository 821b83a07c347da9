import { Injectable } from '@nestjs/common';
import { templateCompose } from '#contracts';
import { Queries, QueryFailed } from '#messaging';
import { Logger, Problem } from '#service-kit';

/** The service that sends knows the templates. */
@Injectable()
export class TemplatesClient {
  constructor(
    private readonly queries: Queries,
    private readonly logger: Logger,
  ) {}

  /**
   * @param template as an agent or a program wrote it
   * @returns as it leaves, with the text that the customer will see; why it cannot be sent; or undefined where nobody answers
   */
  async compose(
    tenantId: string,
    request: { outletId: string; contactId: string; template: Record<string, unknown> },
  ): Promise<{ template: Record<string, unknown> } | { problem: Problem } | undefined> {
    try {
      const { template, problem } = await this.queries.ask(templateCompose, tenantId, request);
      if (problem) {
        const { status, code, detail, errors } = problem;
        return { problem: new Problem(status, code as 'template_not_found', detail, errors) };
      }
      return template && { template };
    } catch (error) {
      if (!(error instanceof QueryFailed)) throw error;
      this.logger.warn('nobody could say how a template reads', error, { tenantId });
      return undefined;
    }
  }
}
