const CHECK_EVERY_MS = 500;

/**
 * Calls back when the process that started this one is gone. The shell between npm and a script dies
 * of SIGTERM without passing it on: the script notices by losing its parent.
 */
export function onOrphaned(callback: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, CHECK_EVERY_MS);
  timer.unref();
}
