/** Parts of the page that come later than the page itself, and may have to come while the network is away. */
const RETRY_MS = 3_000;

/** What `load` gives; a failure is not the end of it, since a network comes back. */
export async function untilLoaded<T>(load: () => Promise<T>, retry_ms = RETRY_MS): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((go) => setTimeout(go, retry_ms));
      fetchStylesAgain();
    }
  }
}

/** A style sheet that did not come is not asked for again by itself. */
function fetchStylesAgain(): void {
  if (typeof document === 'undefined') return;
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')) {
    if (link.sheet === null) link.replaceWith(link.cloneNode());
  }
}
