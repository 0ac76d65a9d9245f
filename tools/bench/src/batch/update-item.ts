import { GetItem, UpdateItem } from '@postern/graphql';

export { GetItem, UpdateItem };

/** Items to change, by their keys. */
export function keys(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `item-${String(index).padStart(6, '0')}`);
}

/** The change of one item, under the condition that lets it happen once. */
export function changeOf(id: string) {
  return { input: { id, status: 'COMPLETED' as const }, condition: { status: { eq: 'PENDING' as const } } };
}
