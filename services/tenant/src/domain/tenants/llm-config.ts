/** How the bot answers a tenant's customers. */
export interface LlmConfig {
  tone: string;
  /** BCP 47, e.g. `en`, `pt-BR`. */
  language: string;
  /** Null: the installation's model. */
  model: string | null;
  /** Null: the installation's. */
  temperature: number | null;
  systemPrompt: string;
  /** A message with any of these goes to a person. */
  escalationKeywords: string[];
  /** Null: the built-in sentence in the tenant's language. */
  handoffMessage: string | null;
  /** Answer from the tenant's knowledge only. WhatsApp bans general-purpose assistants. */
  offTopicGuard: boolean;
}

/** For a tenant that has set nothing. */
export const DEFAULT_LLM_CONFIG: LlmConfig = {
  tone: 'friendly',
  language: 'en',
  model: null,
  temperature: null,
  systemPrompt: '',
  escalationKeywords: [],
  handoffMessage: null,
  offTopicGuard: true,
};
