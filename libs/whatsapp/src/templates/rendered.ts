/** A template as the customer sees it. */
export interface RenderedTemplate {
  header?: { type: string; text?: string; media?: Record<string, unknown> };
  body: string;
  footer?: string;
  buttons: { type: string; text: string; url?: string }[];
  cards?: Omit<RenderedTemplate, 'cards'>[];
}

/** The words of a template, for the conversation, its preview and the search. */
export const renderedText = ({ header, body, footer }: RenderedTemplate): string =>
  [header?.text, body, footer].filter((text) => text !== undefined && text !== '').join('\n');
