/** The ids of the notes that say who may do what with an item; one for all rows. */
export const noteIds = { update: 'note-update-item', delete: 'note-delete-item' } as const;
