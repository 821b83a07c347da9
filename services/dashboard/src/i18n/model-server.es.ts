import type { modelServerEn } from './model-server.en';

export const modelServerEs: Record<keyof typeof modelServerEn, string> = {
  'server.title': 'Su propio servidor de modelos',
  'server.text':
    'Deje que un servidor suyo responda a sus clientes, con su propia clave: cualquiera que tenga los chat completions de OpenAI. Usted lo paga y solo responde a su empresa.',
  'server.none': 'Responde el modelo de esta instalación.',
  'server.set': 'Responde su propio servidor.',
  'server.baseUrl': 'Dirección del servidor',
  'server.baseUrlHint': 'Con https://, hasta /v1 inclusive',
  'server.apiKey': 'Clave',
  'server.apiKeyHint': 'Se guarda sellada y no se vuelve a mostrar',
  'server.apiKeyKept': 'Déjela vacía para conservar la actual, que termina en {hint}. Una dirección nueva la pide otra vez.',
  'server.apiKeyKeptShort': 'Déjela vacía para conservar la actual. Una dirección nueva la pide otra vez.',
  'server.model': 'Modelo',
  'server.fallbackModel': 'Modelo de reserva',
  'server.fallbackModelHint': 'Se le pregunta cuando el primero no responde',
  'server.save': 'Guardar el servidor',
  'server.saved': 'Desde ahora responde su propio servidor',
  'server.remove': 'Quitar el servidor y su clave',
  'server.removed': 'El servidor y su clave se han olvidado',
};
