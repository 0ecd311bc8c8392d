/**
 * Whether an Office host opened this page, by the same signs that Office.js goes by.
 *
 * Outside a host Office.js must not be loaded: on a page of its own it embeds Microsoft's telemetry,
 * and inside a foreign frame it navigates the page away.
 */
export function insideOffice(page: Window): boolean {
  return (
    /[?&]_host_Info=/.test(page.location.search) ||
    nameHasHostInfo(page.name) ||
    storedHostInfo(page) ||
    hasNativeHost(page)
  );
}

function nameHasHostInfo(name: string): boolean {
  try {
    const parsed: unknown = JSON.parse(name);
    return typeof parsed === 'object' && parsed !== null && 'hostInfo' in parsed;
  } catch {
    return false; // an ordinary window name
  }
}

/** Office.js keeps the host's answer for navigations that lose the query. */
function storedHostInfo(page: Window): boolean {
  try {
    return page.sessionStorage.getItem('hostInfoValue') !== null;
  } catch {
    return false; // storage is denied here
  }
}

/** Classic Outlook for Windows, Outlook for Mac, and Outlook mobile, in this order. */
function hasNativeHost(page: Window): boolean {
  const { external, agaveHost, webkit } = page as Window & {
    external?: { GetHostInfo?: unknown; GetContext?: unknown };
    agaveHost?: unknown;
    webkit?: { messageHandlers?: unknown };
  };
  return (
    external?.GetHostInfo !== undefined ||
    external?.GetContext !== undefined ||
    agaveHost !== undefined ||
    webkit?.messageHandlers !== undefined
  );
}
