/** Where the workstation is: `#/person/12?from=…` is the screen `person`, the rest `['12']`, and a query. */
export interface Place {
  readonly screen: string;
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}

/** What a place is written as after the `#`. */
export function read(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?');
  const [screen = '', ...rest] = path.split('/').map(decodeURIComponent);
  return { screen, rest: rest.filter((one) => one !== ''), query: new URLSearchParams(query) };
}

export function write(
  screen: string,
  rest: readonly (string | number)[] = [],
  query: Record<string, string> = {},
): string {
  const path = [screen, ...rest.map((one) => encodeURIComponent(String(one)))].join('/');
  const asked = new URLSearchParams(query).toString();
  return `#/${path}${asked ? `?${asked}` : ''}`;
}

const state = $state<{ place: Place }>({ place: read(typeof location === 'undefined' ? '' : location.hash) });
if (typeof window !== 'undefined') {
  window.addEventListener('hashchange', () => (state.place = read(location.hash)));
}

/** The place shown now. */
export function here(): Place {
  return state.place;
}

/** Goes to a place; with `replace` the present one is not kept in the history. */
export function go(to: string, replace = false): void {
  if (replace) {
    history.replaceState(null, '', to);
    state.place = read(to);
  } else location.hash = to;
}
