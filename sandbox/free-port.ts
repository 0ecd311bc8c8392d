/** How many ports after the first one are tried. */
const ATTEMPTS = 50;

const isTaken = (error: unknown): boolean =>
  error instanceof Error && (error as NodeJS.ErrnoException).code === 'EADDRINUSE';

/**
 * Starts a server on the port that was asked for; where none was, on the first free one from `first` on.
 * @throws what `start` throws; EADDRINUSE only for a port that was asked for
 */
export async function startOnFreePort<T>(
  asked: number | null,
  first: number,
  start: (port: number) => Promise<T>,
): Promise<T> {
  if (asked !== null) return start(asked);
  for (let port = first; port < first + ATTEMPTS; port += 1) {
    try {
      return await start(port);
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
  return start(0);
}
