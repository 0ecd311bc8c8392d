/** Addresses of what runs inside an Office host. */
export interface OfficeScripts {
  /** Run before everything else, in order. One of them may itself play the host (a sandbox's hook). */
  readonly scripts: readonly string[];
  /** The built msajax-shim.ts. */
  readonly shim: string;
  /** Its file must be named `office.js`: Office.js finds its other files by its own script tag. */
  readonly officeScript: string;
}

/** Runs a classic script; false where it could not be loaded. */
export function runScript(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const script = document.createElement('script');
    script.src = url;
    // Without it a service worker gets an opaque answer from another origin and cannot judge it.
    script.crossOrigin = 'anonymous';
    script.addEventListener('load', () => resolve(true));
    script.addEventListener('error', () => resolve(false));
    document.head.append(script);
  });
}
