import { Injectable } from '@nestjs/common';
import type { BusinessNumber } from '../../domain/graph/business-number.js';
import { GraphError, invalidParameter } from '../../domain/graph/graph-error.js';
import type { Template } from '../../domain/graph/template.js';
import type { PricingCategory } from '../../domain/webhooks/pricing.js';
import { SettingsStore } from '../../persistence/graph/settings-store.js';

/** The address at which a message arrived. */
export type Route = 'messages' | 'marketing_messages';

const POLICIES = ['CLOUD_API_FALLBACK', 'STRICT'];

/** Which messages may go by which address. Source: Meta, "Send marketing messages" and "Route template messages by category". */
@Injectable()
export class RouteMarketingHandler {
  constructor(private readonly settings: SettingsStore) {}

  /**
   * The category under which a message is priced. Throws GraphError 131063 on `/messages`, and on `/marketing_messages` 134100 for what is no
   * marketing template, 134101 and 134102 where account or template cannot go this way, 100 for parameters.
   */
  execute(number: BusinessNumber, route: Route, template: Template | undefined, input: unknown): PricingCategory {
    const account = this.settings.account(number.wabaId);
    const category = (template?.category.toLowerCase() ?? 'service') as PricingCategory;
    if (route === 'messages') {
      if (category === 'marketing' && !account.marketingOnCloudApi) {
        throw new GraphError({ code: 131063, details: 'This account sends marketing templates by /marketing_messages only.' });
      }
      return category;
    }
    if (category !== 'marketing') throw new GraphError({ code: 134100, details: 'Only marketing templates can be sent by this endpoint.' });
    const policy = policyOf(input);
    switch (account.marketingMessages) {
      case 'off':
        throw new GraphError({ code: 134102, details: 'The account has not accepted the terms of the Marketing Messages API.' });
      case 'syncing':
        throw new GraphError({
          code: 134101,
          details: 'The templates of the account are still being prepared; this takes up to ten minutes.',
        });
      case 'fallback':
        if (policy === 'STRICT') throw new GraphError({ code: 134102, details: 'The template cannot go by this endpoint.' });
        return 'marketing';
      case 'on':
        return 'marketing_lite';
    }
  }
}

function policyOf(input: unknown): string {
  const { product_policy: policy = 'CLOUD_API_FALLBACK', message_activity_sharing: sharing } = input as Record<string, unknown>;
  if (typeof policy !== 'string' || !POLICIES.includes(policy)) {
    throw invalidParameter(`Param product_policy must be one of {${POLICIES.join(', ')}} - got "${String(policy)}".`);
  }
  if (sharing !== undefined && typeof sharing !== 'boolean') throw invalidParameter('Param message_activity_sharing must be a boolean.');
  return policy;
}
