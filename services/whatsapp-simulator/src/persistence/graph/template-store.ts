import { Inject, Injectable } from '@nestjs/common';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIG } from '#service-kit';
import type { SimulatorConfig } from '../../config.js';
import { seedTemplates, type Template } from '../../domain/graph/template.js';

const FIRST_ID = 1_000_000_000_000_001;

/**
 * Message templates by account; an account gets the seeds when it is first asked for. In memory; with SIMULATOR_DATA_DIR in a file, where a
 * restart finds them again.
 */
@Injectable()
export class TemplateStore {
  private readonly wabas = new Map<string, Template[]>();
  private nextId = FIRST_ID;
  private readonly path: string | undefined;

  constructor(@Inject(CONFIG) config: SimulatorConfig) {
    if (!config.SIMULATOR_DATA_DIR) return;
    this.path = join(config.SIMULATOR_DATA_DIR, 'templates.json');
    for (const [wabaId, templates] of read(this.path)) {
      this.wabas.set(wabaId, templates);
      for (const { id } of templates) this.nextId = Math.max(this.nextId, Number(id) + 1);
    }
  }

  /** After a change of a template, which belongs to whoever found it. */
  save(): void {
    if (!this.path) return;
    // Whole or not at all.
    writeFileSync(`${this.path}.part`, JSON.stringify([...this.wabas]));
    renameSync(`${this.path}.part`, this.path);
  }

  pending(): { wabaId: string; template: Template }[] {
    return [...this.wabas].flatMap(([wabaId, templates]) =>
      templates.filter(({ status }) => status === 'PENDING').map((template) => ({ wabaId, template })),
    );
  }

  /** Paused until a time. */
  paused(): { wabaId: string; template: Template }[] {
    return [...this.wabas].flatMap(([wabaId, templates]) =>
      templates.filter(({ simulated }) => simulated?.pausedUntil !== undefined).map((template) => ({ wabaId, template })),
    );
  }

  ofWaba(wabaId: string): Template[] {
    let templates = this.wabas.get(wabaId);
    if (!templates) {
      templates = seedTemplates().map((template) => ({ ...template, id: this.newId() }));
      this.wabas.set(wabaId, templates);
    }
    return templates;
  }

  find(wabaId: string, name: string, language: string): Template | undefined {
    return this.ofWaba(wabaId).find((template) => template.name === name && template.language === language);
  }

  hasName(wabaId: string, name: string): boolean {
    return this.ofWaba(wabaId).some((template) => template.name === name);
  }

  byId(id: string): { wabaId: string; template: Template } | undefined {
    for (const [wabaId, templates] of this.wabas) {
      const template = templates.find((candidate) => candidate.id === id);
      if (template) return { wabaId, template };
    }
    return undefined;
  }

  add(wabaId: string, definition: Omit<Template, 'id'>): Template {
    const template = { ...definition, id: this.newId() };
    this.ofWaba(wabaId).push(template);
    this.save();
    return template;
  }

  /** Removes a template by name (all languages), or one id of that name. @returns how many were removed */
  remove(wabaId: string, name: string, id?: string): number {
    const templates = this.ofWaba(wabaId);
    const kept = templates.filter((template) => template.name !== name || (id !== undefined && template.id !== id));
    this.wabas.set(wabaId, kept);
    this.save();
    return templates.length - kept.length;
  }

  reset(): void {
    this.wabas.clear();
    this.save();
  }

  private newId(): string {
    return String(this.nextId++);
  }
}

/** A file that is not there yet, or that nobody can read any more, has none. */
function read(path: string): [wabaId: string, templates: Template[]][] {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as [string, Template[]][];
  } catch {
    return [];
  }
}
