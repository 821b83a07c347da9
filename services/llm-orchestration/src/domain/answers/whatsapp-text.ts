/**
 * Turns Markdown into WhatsApp's format: `*bold*`, no headings, visible addresses. Source: WhatsApp, "How to format your messages".
 * All patterns take linear time, since a model may write long and odd texts.
 */
export const toWhatsAppText = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll(/\*\*(?=\S)((?:(?!\*\*).)+)(?<=\S)\*\*/g, '*$1*')
    .replaceAll(/^#{1,6}\s+(.+)$/gm, '*$1*')
    .replaceAll(/!?\[([^[\]\n]+)\]\((https?:[^)\s]{1,2000})\)/g, (_, label: string, url: string) =>
      label === url ? url : `${label}: ${url}`,
    )
    .replaceAll(/(?<![ \t])[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
