const types = ['text/html', 'text/plain'];

/** The old way, which frames may go without being let: tells whether it has copied. */
function copiedByCommand(page: string): boolean {
  let copied = false;
  const give = (event: ClipboardEvent) => {
    event.preventDefault();
    for (const type of types) event.clipboardData?.setData(type, page);
    copied = true;
  };
  document.addEventListener('copy', give);
  // Not the clipboard's own API, which is denied to most add-ins.
  document.execCommand('copy');
  document.removeEventListener('copy', give);
  return copied;
}

/**
 * Copies a page, from a click: with its tables where it is pasted as such, else as its own text. Rejects where copying
 * is not allowed.
 */
export async function copyPage(page: string): Promise<void> {
  if (copiedByCommand(page)) return;
  const blobs = types.map((type) => [type, new Blob([page], { type })] as const);
  await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}
