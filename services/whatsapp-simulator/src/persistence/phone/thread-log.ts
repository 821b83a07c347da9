import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { createReadStream, existsSync, mkdirSync, appendFileSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CONFIG } from '#service-kit';
import type { SimulatorConfig } from '../../config.js';
import type { Group } from '../../domain/phone/group.js';
import type { Contact, InboundMessage, OutboundMessage, ThreadMessage } from '../../domain/phone/thread.js';

type LogRecord =
  | { k: 'message'; v: ThreadMessage }
  | { k: 'status'; w: string; s: string; e?: OutboundMessage['error']; t?: InboundMessage['trouble'] }
  | { k: 'contact'; v: Contact }
  | { k: 'group'; v: Group }
  | { k: 'member'; w: string; m: string; s: 'delivered' | 'read' }
  | { k: 'clock'; offsetMs: number };

const FLUSH_EVERY_MS = 50;
/** Beyond this many, the oldest messages are dropped, so that a long load run cannot fill the memory. */
const KEPT_MESSAGES = 1_000_000;

/**
 * All threads, in memory; with SIMULATOR_DATA_DIR also an append-only NDJSON file from which a restart reads them back.
 * A torn last line (the process was killed while writing) is ignored.
 */
@Injectable()
export class ThreadLog implements OnModuleInit, OnApplicationShutdown {
  private readonly file?: string;
  private readonly messages = new Map<string, ThreadMessage>();
  private readonly threads = new Map<string, ThreadMessage[]>();
  private readonly contacts = new Map<string, Map<string, Contact>>();
  private readonly byUserId = new Map<string, Contact>();
  private readonly groups = new Map<string, Map<string, Group>>();
  private unwritten: string[] = [];
  private writing = Promise.resolve();
  private timer?: NodeJS.Timeout;
  /** Milliseconds by which the simulated clock ran ahead when the log was written. */
  clockOffsetMs = 0;

  constructor(@Inject(CONFIG) config: SimulatorConfig) {
    if (!config.SIMULATOR_DATA_DIR) return;
    mkdirSync(config.SIMULATOR_DATA_DIR, { recursive: true });
    this.file = join(config.SIMULATOR_DATA_DIR, 'threads.ndjson');
  }

  async onModuleInit(): Promise<void> {
    if (!this.file || !existsSync(this.file)) return;
    for await (const line of createInterface({ input: createReadStream(this.file), crlfDelay: Infinity })) {
      const record = parseLine(line);
      if (record) this.restore(record);
    }
    // A torn line must not swallow the next record.
    appendFileSync(this.file, '\n');
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.next(() => this.flush());
  }

  append(message: ThreadMessage): void {
    this.keep(message);
    this.write({ k: 'message', v: message });
  }

  setOutboundStatus(message: OutboundMessage, status: OutboundMessage['status'], error?: OutboundMessage['error']): void {
    message.status = status;
    message.error = error;
    this.write({ k: 'status', w: message.wamid, s: status, e: error });
  }

  setInboundStatus(message: InboundMessage, status: InboundMessage['status'], trouble?: InboundMessage['trouble']): void {
    message.status = status;
    message.trouble = trouble;
    // `sent` is followed by its outcome at once, so only outcomes are written.
    if (status !== 'sent') this.write({ k: 'status', w: message.wamid, s: status, t: trouble });
  }

  setClockOffset(offsetMs: number): void {
    this.clockOffsetMs = offsetMs;
    this.write({ k: 'clock', offsetMs });
  }

  saveContact(contact: Contact): void {
    this.keepContact(contact);
    this.write({ k: 'contact', v: contact });
  }

  saveGroup(group: Group): void {
    this.keepGroup(group);
    this.write({ k: 'group', v: group });
  }

  setMemberStatus(message: OutboundMessage, member: string, status: 'delivered' | 'read'): void {
    message.members = { ...message.members, [member]: status };
    this.write({ k: 'member', w: message.wamid, m: member, s: status });
  }

  group(phoneNumberId: string, id: string): Group | undefined {
    return this.groups.get(phoneNumberId)?.get(id);
  }

  groupsOf(phoneNumberId: string): Group[] {
    return [...(this.groups.get(phoneNumberId)?.values() ?? [])];
  }

  find(wamid: string): ThreadMessage | undefined {
    return this.messages.get(wamid);
  }

  contact(phoneNumberId: string, keyOrUserId: string): Contact | undefined {
    return this.contacts.get(phoneNumberId)?.get(keyOrUserId) ?? this.byUserId.get(`${phoneNumberId} ${keyOrUserId}`);
  }

  contactsOf(phoneNumberId: string): Contact[] {
    return [...(this.contacts.get(phoneNumberId)?.values() ?? [])];
  }

  /** Oldest first; without a contact all threads of the number, merged. */
  thread(phoneNumberId: string, contact?: string): ThreadMessage[] {
    if (contact !== undefined) return this.threads.get(`${phoneNumberId} ${contact}`) ?? [];
    return [...this.contactsOf(phoneNumberId).map(({ key }) => key), ...this.groupsOf(phoneNumberId).map(({ id }) => id)]
      .flatMap((key) => this.threads.get(`${phoneNumberId} ${key}`) ?? [])
      .sort((one, other) => one.at - other.at);
  }

  clear(): void {
    this.messages.clear();
    this.threads.clear();
    this.contacts.clear();
    this.byUserId.clear();
    this.groups.clear();
    this.unwritten = [];
    this.clockOffsetMs = 0;
    const { file } = this;
    // After what is just being written: it would come back behind an empty file.
    if (file) void this.next(() => writeFile(file, ''));
  }

  private restore(record: LogRecord): void {
    if (record.k === 'message') return this.keep(record.v);
    if (record.k === 'contact') return this.keepContact(record.v);
    if (record.k === 'group') return this.keepGroup(record.v);
    if (record.k === 'clock') {
      this.clockOffsetMs = record.offsetMs;
      return;
    }
    const message = this.messages.get(record.w);
    if (record.k === 'member') {
      if (message?.direction === 'outbound') message.members = { ...message.members, [record.m]: record.s };
      return;
    }
    if (message)
      Object.assign(message, { status: record.s, ...(message.direction === 'outbound' ? { error: record.e } : { trouble: record.t }) });
  }

  private keep(message: ThreadMessage): void {
    this.messages.set(message.wamid, message);
    const key = `${message.phoneNumberId} ${message.contact}`;
    const thread = this.threads.get(key);
    if (thread) thread.push(message);
    else this.threads.set(key, [message]);
    const other = this.contact(message.phoneNumberId, message.contact) ?? this.group(message.phoneNumberId, message.contact);
    if (other && message.direction === 'inbound') other.lastInboundAt = message.at;
    if (this.messages.size > KEPT_MESSAGES) this.forgetOldest();
  }

  private keepContact(contact: Contact): void {
    let ofNumber = this.contacts.get(contact.phoneNumberId);
    if (!ofNumber) this.contacts.set(contact.phoneNumberId, (ofNumber = new Map()));
    ofNumber.set(contact.key, contact);
    this.byUserId.set(`${contact.phoneNumberId} ${contact.userId}`, contact);
  }

  private keepGroup(group: Group): void {
    let ofNumber = this.groups.get(group.phoneNumberId);
    if (!ofNumber) this.groups.set(group.phoneNumberId, (ofNumber = new Map()));
    ofNumber.set(group.id, group);
  }

  private forgetOldest(): void {
    const oldest = this.messages.values().next().value!;
    this.messages.delete(oldest.wamid);
    this.threads.get(`${oldest.phoneNumberId} ${oldest.contact}`)?.shift();
  }

  private write(record: LogRecord): void {
    if (!this.file) return;
    this.unwritten.push(JSON.stringify(record));
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.next(() => this.flush());
    }, FLUSH_EVERY_MS).unref();
  }

  private next(work: () => Promise<void>): Promise<void> {
    return (this.writing = this.writing.then(work));
  }

  private async flush(): Promise<void> {
    if (!this.file || this.unwritten.length === 0) return;
    const lines = this.unwritten;
    this.unwritten = [];
    await appendFile(this.file, `${lines.join('\n')}\n`);
  }
}

function parseLine(line: string): LogRecord | undefined {
  if (line === '') return undefined;
  try {
    return JSON.parse(line) as LogRecord;
  } catch {
    return undefined;
  }
}
