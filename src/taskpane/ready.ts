import { useEffect } from 'preact/hooks';
import { loadAhead } from './load-ahead';

/**
 * Marks, once, that the first screen shows what it can: for tests, benchmarks and the simulated Outlook. What later
 * screens need is fetched from then on.
 */
export function markReady(): void {
  const root = document.documentElement;
  if (root.dataset['ready'] === 'true') return;
  root.dataset['ready'] = 'true';
  performance.mark('carryon:ready');
  void loadAhead();
}

/** Calls {@link markReady} after the rendering in which `settled` is true for the first time. */
export function useReady(settled: boolean): void {
  useEffect(() => {
    if (settled) markReady();
  }, [settled]);
}
