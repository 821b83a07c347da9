import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line of a request or event carries. */
export interface RequestContext {
  requestId?: string;
  traceId?: string;
  tenantId?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

export const currentContext = (): RequestContext | undefined => storage.getStore();
export const runInContext = <T>(context: RequestContext, work: () => T): T => storage.run(context, work);
