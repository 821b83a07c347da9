import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TenantRow } from '#database';

/** An attribute of contacts that the company has named, with its type. */
@Entity({ schema: 'conversation', name: 'contact_attributes' })
export class ContactAttributeRow extends TenantRow {
  /** How lists are ordered. */
  static readonly order = 'position, key';

  @PrimaryColumn('uuid') id!: string;
  @Column('text') key!: string;
  @Column('text') name!: string;
  @Column('text') type!: 'text' | 'number' | 'date' | 'boolean' | 'choice';
  @Column('text', { array: true }) choices!: string[];
  @Column('boolean') isRequired!: boolean;
  @Column('boolean') isInList!: boolean;
  @Column('integer') position!: number;
}
