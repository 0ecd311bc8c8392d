import { useEffect, useState } from 'preact/hooks';
import { strings } from '../strings';
import './start.css';

/** A usual start is over sooner, and a word that flashes by only disturbs. */
const patienceMs = 400;

/** While the local copy opens. */
export function Starting() {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setShown(true);
    }, patienceMs);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return (
    <main class="start" aria-busy="true">
      <h1 class="sr-only">{strings.appName}</h1>
      <p role="status">{shown && strings.start.starting}</p>
      {shown && <progress aria-hidden="true" />}
    </main>
  );
}
