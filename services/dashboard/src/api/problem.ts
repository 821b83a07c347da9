/** What is wrong with a field, in the words of the API. */
export interface FieldError {
  field: string;
  message: string;
  /** Stable, where the API gives one. */
  code?: string;
}

/** A refusal as the interface answers it (RFC 9457), or one that this side makes where no answer came. */
export class Problem extends Error {
  constructor(
    /** 0 where there was no answer at all. */
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors: readonly FieldError[] = [],
    readonly requestId: string | undefined = undefined,
    /** When to come again, in seconds. */
    readonly retryAfter: number | undefined = undefined,
    /** Everything else in the answer, such as `assigneeId` of `already_taken`. */
    readonly extensions: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }
}

/** @param body whatever came with the status, parsed or not */
export function problemOf(status: number, body: unknown, headers: { get(name: string): string | null }): Problem {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const { type: _, title: __, status: ___, code, detail, errors, requestId, ...extensions } = given;
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return new Problem(
    status,
    typeof code === 'string' ? code : `http_${status}`,
    typeof detail === 'string' ? detail : `The server answered ${status}.`,
    Array.isArray(errors) ? errors.filter(isFieldError) : [],
    typeof requestId === 'string' ? requestId : (headers.get('x-request-id') ?? undefined),
    Number.isFinite(seconds) ? seconds : undefined,
    extensions,
  );
}

const isFieldError = (error: unknown): error is FieldError =>
  typeof error === 'object' && error !== null && 'field' in error && 'message' in error;

/** Anything that was thrown as a problem; what `fetch` throws means that nobody answered. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError) return new Problem(0, 'no_answer', 'The server cannot be reached; check the connection.');
  return new Problem(0, 'unexpected', error instanceof Error ? error.message : String(error));
}

/**
 * The messages by the fields of a form, and those that belong to none of them. A nested field falls to its nearest parent that the
 * form has: `settings.businessHours.timezone` to `settings` where there is no closer one.
 *
 * @param explain says it in the language of the page; beside the field, or naming it
 */
export function byField(
  problem: Problem | undefined,
  fields: readonly string[],
  explain: (error: FieldError, isBeside: boolean, problem?: Problem) => string,
): { fields: Record<string, string>; rest: string[] } {
  const found: Record<string, string> = {};
  const rest: string[] = [];
  for (const error of problem?.errors ?? []) {
    const parts = error.field.split('.');
    let name: string | undefined;
    for (let length = parts.length; length > 0 && !name; length -= 1) {
      const candidate = parts.slice(0, length).join('.');
      if (fields.includes(candidate)) name = candidate;
    }
    if (!name) rest.push(explain(error, false, problem));
    else found[name] = [found[name], explain(error, true, problem)].filter(Boolean).join('; ');
  }
  return { fields: found, rest };
}

/** Whether asking again could help: not where the request itself was refused. */
export const worthRetrying = (error: unknown): boolean => {
  const { status } = toProblem(error);
  return status === 0 || status === 502 || status === 503;
};
