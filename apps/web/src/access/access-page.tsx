import { operations } from '@postern/graphql';
import { useCaller } from '../api/caller.ts';
import { PageHeading } from '../shell/page-heading.tsx';
import { accessColumns } from './access-columns.ts';
import { AccessRow } from './access-row.tsx';

const all = Object.values(operations);
const columns = accessColumns(all);

/** Who may call what: every generated operation, for whoever is signed in and for each kind of caller. */
export function AccessPage() {
  const { username, groups } = useCaller().identity;
  return (
    <>
      <PageHeading>Access</PageHeading>
      <p className="lead">
        What the <code>@auth</code> rules of the schema say of <strong>{username}</strong>
        {groups.length > 0 ? ` (${groups.join(', ')})` : ' (no group)'}, before any record is known. These are
        the answers that enable and disable the buttons of this console.
      </p>
      <div className="scroll" role="region" aria-label="Access matrix" tabIndex={0}>
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col">Operation</th>
              <th scope="col">You</th>
              {columns.map(({ title }) => (
                <th scope="col" key={title}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {all.map((operation) => (
              <AccessRow key={operation.name} operation={operation} columns={columns} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
