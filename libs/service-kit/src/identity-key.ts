import { createHmac } from 'node:crypto';

/**
 * The key between the gateway and one service (ADR 22). The gateway alone knows the secret that all of them follow from: with its own key
 * a service can vouch for nobody at another one, nor use there what it was shown.
 */
export const identityKey = (secret: string, service: string): string =>
  createHmac('sha256', secret).update(`identity:${service}`).digest('base64url');
