import { createClient, type HeadersSource } from '@postern/client';
import { DeleteNote, ListNotes } from './generated/operations.ts';

/** Prints all notes, as a member of the group Viewer. */
export async function printNotes(endpoint: string, headers: HeadersSource): Promise<void> {
  const viewer = createClient({ endpoint, headers, identity: { groups: ['Viewer'] } });
  for await (const note of viewer.pages(ListNotes, {})) console.log(note?.text);

  // @ts-expect-error Members of Viewer may never call DeleteNote.
  await viewer.request(DeleteNote, { input: { id: '1' } });
}

/** Deletes a note, as a member of the group Editor. */
export async function deleteNote(endpoint: string, headers: HeadersSource, id: string): Promise<void> {
  const editor = createClient({ endpoint, headers, identity: { groups: ['Editor'] } });
  await editor.request(DeleteNote, { input: { id } });
}
