import { Problem } from '#service-kit';
import { MOST_CONTENT_BYTES } from '../domain/json-limits.js';

export const contentTooLarge = (): Problem =>
  new Problem(413, 'content_too_large', `The content must have at most ${MOST_CONTENT_BYTES} bytes as JSON; files go by id or link.`);
