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

export interface Trouble {
  attempts: number;
  reason: string;
  nextAttemptAt?: string;
}

/** A message of the thread. Inbound is what the customer, the owner of this phone, wrote. */
export interface Item {
  wamid: string;
  direction: 'inbound' | 'outbound';
  contact: string;
  type: string;
  text?: string;
  at: string;
  status: string;
  contextWamid?: string;
  error?: { code: number; title: string };
  trouble?: Trouble;
  content: any;
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
  limits: { pair: boolean; throughput: boolean };
}

export interface FeedEvent {
  name: 'message' | 'status' | 'typing' | 'contact' | 'numbers' | 'clock' | 'faults' | 'reset' | 'reconnected';
  phoneNumberId?: string;
  contact?: string;
  data: any;
}
