import type { IncomingMessage } from 'node:http';

export interface TemplateAtGraph {
  id: string;
  name: string;
  language: string;
  category: string;
  status: string;
  parameter_format?: string;
  components: object[];
  rejected_reason?: string;
  quality_score?: { score: string };
}

interface Answered {
  status: number;
  body: unknown;
}

const refused = (code: number, error_subcode?: number): Answered => ({
  status: 400,
  body: { error: { message: `(#${code})`, type: 'OAuthException', code, ...(error_subcode ? { error_subcode } : {}) } },
});

/** The template endpoints of the Graph API, for accounts that a test has filled. */
export class TemplatesAtGraph {
  readonly ofAccount = new Map<string, TemplateAtGraph[]>();
  /** Every call, as `METHOD path?query`, with its body. */
  readonly calls: { call: string; body: any; headers: IncomingMessage['headers'] }[] = [];
  /** Codes with which the next calls are refused; 0: the call is answered as it should be. */
  readonly faults: number[] = [];
  /** Called before a page is answered. */
  onPage: (after: number) => void = () => undefined;
  #ids = 0;

  add(wabaId: string, ...templates: Partial<TemplateAtGraph>[]): TemplateAtGraph[] {
    const list = this.ofAccount.get(wabaId) ?? [];
    this.ofAccount.set(wabaId, list);
    const added = templates.map((template) => ({
      id: `7${++this.#ids}`,
      name: 'order_update',
      language: 'en_US',
      category: 'UTILITY',
      status: 'APPROVED',
      components: [{ type: 'BODY', text: 'Hi {{1}}, your order {{2}} has left.' }],
      ...template,
    }));
    list.push(...added);
    return added;
  }

  /** @returns undefined for what is not about templates of such an account */
  answer(request: IncomingMessage, bytes: Buffer): Answered | undefined {
    const url = new URL(request.url!, 'http://graph');
    const [, , id = '', edge] = url.pathname.split('/');
    const list = this.ofAccount.get(id);
    const own = [...this.ofAccount.values()].flat().find((template) => template.id === id);
    const isUpload = (id === 'app' && edge === 'uploads') || decodeURIComponent(id).startsWith('upload:');
    if (!(edge === 'message_templates' && list) && !own && !isUpload) return undefined;
    const text = bytes.toString();
    const body = text.startsWith('{') ? (JSON.parse(text) as any) : text;
    this.calls.push({
      call: `${request.method} ${url.pathname.slice(url.pathname.indexOf('/', 1))}${url.search}`,
      body,
      headers: request.headers,
    });
    const fault = this.faults.shift();
    if (fault) return refused(fault);
    if (isUpload) return { status: 200, body: id === 'app' ? { id: 'upload:abc==?sig=xyz' } : { h: `handle-${bytes.length}` } };
    if (own) {
      if (request.method === 'POST') Object.assign(own, { components: body.components, status: 'PENDING' });
      return { status: 200, body: request.method === 'POST' ? { success: true } : own };
    }
    if (request.method === 'DELETE') {
      this.ofAccount.set(
        id,
        list!.filter((template) => template.id !== url.searchParams.get('hsm_id')),
      );
      return { status: 200, body: { success: true } };
    }
    if (request.method === 'POST') {
      if (list!.some(({ name, language }) => name === body.name && language === body.language)) return refused(100, 2388024);
      const [made] = this.add(id, { ...body, status: 'PENDING' });
      return { status: 200, body: { id: made!.id, status: 'PENDING', category: made!.category } };
    }
    const named = list!.filter(({ name }) => name.includes(url.searchParams.get('name') ?? ''));
    const after = Number(url.searchParams.get('after') ?? '0');
    this.onPage(after);
    const end = after + Number(url.searchParams.get('limit'));
    const paging = { cursors: { after: String(end) }, ...(end < named.length ? { next: 'https://elsewhere' } : {}) };
    return { status: 200, body: { data: named.slice(after, end), paging } };
  }
}
