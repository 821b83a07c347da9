import type { webhooksEn } from './webhooks.en';

export const webhooksEs: Record<keyof typeof webhooksEn, string> = {
  'audit.target.webhook_endpoint': 'Punto de webhook',
  'scope.webhooks:read': 'Leer los puntos de webhook y sus entregas',
  'scope.webhooks:write': 'Cambiar y probar los puntos de webhook',
  'nav.webhooks': 'Webhooks',
};
