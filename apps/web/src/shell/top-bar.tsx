import type { Identity } from '../session/identity.ts';
import { places, type Place } from './use-place.ts';

const titles: Record<Place, string> = { items: 'Items', runs: 'Runs', access: 'Access' };

/** The bar at the top: where to go, who is signed in, the way out. */
export function TopBar({
  place,
  identity,
  onLeave,
}: {
  readonly place: Place;
  readonly identity: Identity;
  readonly onLeave: () => void;
}) {
  const { username, groups } = identity;
  return (
    <header className="top-bar">
      <a className="brand" href="#items">
        <img src="/icon.svg" alt="" width="24" height="24" />
        Postern
      </a>
      <nav aria-label="Console">
        {places.map((name) => (
          <a key={name} href={`#${name}`} aria-current={name === place ? 'page' : undefined}>
            {titles[name]}
          </a>
        ))}
      </nav>
      <div className="who">
        <span>
          <span className="visually-hidden">Signed in as </span>
          <strong>{username}</strong>{' '}
          <span className="groups">{groups.length > 0 ? groups.join(', ') : 'no group'}</span>
        </span>
        <button type="button" onClick={onLeave}>
          Sign out
        </button>
      </div>
    </header>
  );
}
