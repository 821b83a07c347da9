export interface BusinessNumber {
  phoneNumberId: string;
  displayPhoneNumber: string;
  verifiedName: string;
  profile?: { about?: string; color?: string };
  suggestions?: string[];
}

export interface Contact {
  key: string;
  phone?: string;
  userId: string;
  name: string;
  username?: string;
  autoRead: boolean;
  windowExpiresAt?: string;
  lastMessage?: Item;
  typing: boolean;
}

/** A group of the business and some of its customers. */
export interface Group {
  id: string;
  phoneNumberId: string;
  subject: string;
  members: { key: string; name: string }[];
  lastMessage?: Item;
}

export interface Trouble {
  attempts: number;
  reason: string;
  nextAttemptAt?: string;
}

/** A message of the thread. Inbound is what the customer wrote: the owner of this phone, or in a group whoever `sender` names. */
export interface Item {
  wamid: string;
  direction: 'inbound' | 'outbound';
  contact: string;
  sender?: { key: string; name: string };
  type: string;
  text?: string;
  at: string;
  status: string;
  contextWamid?: string;
  error?: { code: number; title: string };
  trouble?: Trouble;
  content: any;
  /** What became of it since: shown, not sent by the simulator. */
  edited?: boolean;
  deleted?: boolean;
}

export interface Clock {
  now: string;
  offsetMs: number;
}

export interface Delivery {
  id: number;
  at: string;
  attempt: number;
  state: 'delivered' | 'retrying' | 'given-up';
  status?: number;
  ms: number;
  updates: string[];
  error?: string;
}

export interface Deliveries {
  url?: string;
  summary: { delivered: number; failedAttempts: number; givenUp: number; queued: number; inFlight: number };
  items: Delivery[];
}

export interface Faults {
  duplicates: number;
  reorder: boolean;
  batch: { maxUpdates: number; windowMs: number } | false;
  errors: { code: number; next?: number; every?: number; always?: boolean }[];
  statusDelayMs: number | null;
  dropResponse: { next: number };
  hang: { next: number; ms: number };
  tokenExpired: boolean;
  webhooksPaused: boolean;
  limits: Limits;
  templateReview: 'approve' | 'reject' | 'hold';
}

export interface FeedEvent {
  name: 'message' | 'status' | 'typing' | 'contact' | 'numbers' | 'clock' | 'faults' | 'reset' | 'reconnected';
  phoneNumberId?: string;
  contact?: string;
  data: any;
}

/** Which of Meta's limits are held; null: not held. */
export interface Limits {
  pair: boolean;
  throughput: boolean;
  portfolio: boolean;
  management: boolean;
  registration: boolean;
  app: number | null;
  marketingPerUser: number | null;
  usMarketing: boolean;
  pacing: { messages: number; holdMs: number } | null;
}

/** How a number stands with Meta, and what it has used of each limit. */
export interface NumberUsage {
  phoneNumberId: string;
  displayPhoneNumber: string;
  verifiedName: string;
  wabaId: string;
  businessId: string;
  throughput: string;
  quality: string;
  restricted: boolean;
  registered: boolean;
  messagingLimit: string;
  standing: string;
  paymentMethod: boolean;
  marketingMessages: string;
  marketingOnCloudApi: boolean;
  maintenanceUntil?: string;
  rate: { allowed: number; inbound: number; outbound: number };
  people: { limit: number | null; used: number; nextFreeAt?: string };
  service: { free: number; used: number };
  management: { allowed: number; used: number };
  held: number;
  refusals: Record<string, number>;
}

export interface TemplateUsage {
  id: string;
  wabaId: string;
  name: string;
  language: string;
  category: string;
  status: string;
  quality: string;
  reason?: string;
  pausedUntil?: string;
  held: number;
}
