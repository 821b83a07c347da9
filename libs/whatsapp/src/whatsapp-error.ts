import { asNonEmptyText, asNumber, asObject, objectsOf } from './read-json.js';

/** An error as webhooks carry it. Act on `code` and `details`; Meta will deprecate the titles. */
export interface WhatsAppError {
  code?: number;
  subcode?: number;
  title?: string;
  message?: string;
  details?: string;
  href?: string;
}

/** Reads `errors[]` of a message, a status or a value; elements that are no objects carry nothing to read. */
export function readErrors(value: unknown): WhatsAppError[] {
  return objectsOf(value).map((error) => ({
    code: asNumber(error.code),
    subcode: asNumber(error.error_subcode),
    title: asNonEmptyText(error.title),
    message: asNonEmptyText(error.message),
    // Older payloads have `details` beside `code`.
    details: asNonEmptyText(asObject(error.error_data)?.details) ?? asNonEmptyText(error.details),
    href: asNonEmptyText(error.href),
  }));
}
