/** What an attribute of a user pool may hold. */
export interface AttributeDefinition {
  /** With its prefix, as `custom:tenant`. */
  readonly name: string;
  readonly type: 'String' | 'Number' | 'DateTime' | 'Boolean';
  readonly isMutable: boolean;
  readonly isRequired: boolean;
  /** The least and the most: of characters for texts, of the value for numbers. */
  readonly min?: number;
  readonly max?: number;
}
