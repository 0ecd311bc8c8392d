/** The browser may take its time to fetch what it keeps: milliseconds. */
const FETCHED = 60_000;

/** Hands a file to the browser, which keeps it and does not open it. Where that is not allowed nothing happens, and nothing tells. */
export function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, FETCHED);
}
