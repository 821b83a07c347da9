/**
 * Markdown as WhatsApp shows it: `*bold*`, no headings, addresses in the open. Source: WhatsApp, "How to format your messages".
 * No pattern looks twice at what an earlier start of it has passed over: a model may write anything, and much of it.
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
