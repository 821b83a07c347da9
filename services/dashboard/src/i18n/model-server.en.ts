/** Of the company's own model server, in the settings of the assistant. */
export const modelServerEn = {
  'server.title': 'Your own model server',
  'server.text':
    'Let a server of your own answer your customers, with your own key: any with the chat completions of OpenAI. You pay it yourself, and only your company is answered by it.',
  'server.none': 'The model of this installation answers.',
  'server.set': 'Your own server answers.',
  'server.baseUrl': 'Address of the server',
  'server.baseUrlHint': 'With https://, up to and including /v1',
  'server.apiKey': 'Key',
  'server.apiKeyHint': 'Kept sealed and never shown again',
  'server.apiKeyKept': 'Leave it empty to keep the present one, which ends in {hint}. A new address needs it again.',
  'server.apiKeyKeptShort': 'Leave it empty to keep the present one. A new address needs it again.',
  'server.model': 'Model',
  'server.fallbackModel': 'Fallback model',
  'server.fallbackModelHint': 'Asked where the first does not answer',
  'server.save': 'Save the server',
  'server.saved': 'Your own server answers from now on',
  'server.remove': 'Remove the server and its key',
  'server.removed': 'The server and its key are forgotten',
} as const;
