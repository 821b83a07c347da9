import type { BusinessNumber, Clock, Contact, Deliveries, Faults, Group, Item, NumberUsage, TemplateUsage } from './types';

/** What the simulator refused, in its own words. */
export class Refusal extends Error {}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`simulator/${path}`, {
      method,
      headers: body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' },
      body: body === undefined || body instanceof FormData ? body : JSON.stringify(body),
    });
  } catch {
    throw new Refusal('The simulator cannot be reached.');
  }
  const answer = (await response.json().catch(() => undefined)) as any;
  if (response.ok) return answer as T;
  const first = answer?.errors?.[0];
  throw new Refusal(first ? `${first.field}: ${first.message}` : (answer?.detail ?? `The simulator answered ${response.status}.`));
}

const query = (values: Record<string, string>) => new URLSearchParams(values).toString();

export const api = {
  numbers: () => call<{ items: BusinessNumber[] }>('GET', 'numbers').then(({ items }) => items),
  suggestions: (phoneNumberId: string) =>
    call<{ items: string[] }>('GET', `suggestions?${query({ phoneNumberId })}`).then(({ items }) => items),
  contacts: (phoneNumberId: string) => call<{ items: Contact[] }>('GET', `contacts?${query({ phoneNumberId })}`).then(({ items }) => items),
  saveContact: (contact: { phoneNumberId: string; contact: string; name?: string; autoRead?: boolean }) =>
    call<Contact>('PUT', 'contacts', contact),
  groups: (phoneNumberId: string) => call<{ items: Group[] }>('GET', `groups?${query({ phoneNumberId })}`).then(({ items }) => items),
  saveGroup: (group: { phoneNumberId: string; subject: string; members: string[] }) => call<Group>('PUT', 'groups', group),
  thread: (phoneNumberId: string, contact: string) =>
    call<{ items: Item[] }>('GET', `messages?${query({ phoneNumberId, contact, limit: '300' })}`).then(({ items }) => items),
  write: (message: object) => call<{ wamid: string }>('POST', 'messages', message),
  read: (phoneNumberId: string, contact: string, groupId?: string) =>
    call<{ read: number }>('POST', 'read', { phoneNumberId, contact, groupId }),
  upload: (phoneNumberId: string, file: File) => {
    const form = new FormData();
    form.set('file', file);
    return call<{ id: string; mimeType: string }>('POST', `media?${query({ phoneNumberId })}`, form);
  },
  faults: () => call<Faults>('GET', 'faults'),
  setFaults: (patch: object) => call<Faults>('POST', 'faults', patch),
  clock: () => call<Clock>('GET', 'clock'),
  moveClock: (advanceMs: number) => call<Clock>('POST', 'clock', { advanceMs }),
  deliveries: () => call<Deliveries>('GET', 'deliveries?limit=12'),
  usage: () => call<{ items: NumberUsage[] }>('GET', 'usage').then(({ items }) => items),
  changeNumber: (phoneNumberId: string, change: object) => call<NumberUsage>('PATCH', `numbers/${phoneNumberId}`, change),
  templates: () => call<{ items: TemplateUsage[] }>('GET', 'templates').then(({ items }) => items),
  changeTemplate: (template: Pick<TemplateUsage, 'wabaId' | 'name' | 'language'>, change: object) =>
    call<object>('POST', 'templates', { wabaId: template.wabaId, name: template.name, language: template.language, ...change }),
  reset: () => call<object>('POST', 'reset'),
};
