/** A group of contacts that the tenant has named. */
export interface Segment {
  id: string;
  name: string;
  /** By conditions, or a list of contacts. */
  kind: 'dynamic' | 'static';
  /** Of a dynamic one: as `readExpression` gives it. */
  expression: unknown;
  version: number;
  createdAt: string;
  updatedAt: string;
}

/** A customer as whoever writes to them needs to know them. */
export interface AudienceContact {
  id: string;
  /** Digits without a plus sign. */
  phone: string | null;
  userId: string | null;
  name: string | null;
  email: string | null;
  /** BCP 47 */
  language: string | null;
  attributes: Record<string, unknown>;
  tags: string[];
  consent: 'unknown' | 'granted' | 'denied';
  createdAt: string;
}
