/** What the languages of devices are called; names of makers and products are the same in every language. */
const NAMES: Readonly<Record<string, string>> = {
  baqylau_device: 'Baqylau',
  egts: 'EGTS',
  galileosky: 'Galileosky',
  gt06: 'GT06 / Concox',
  h02: 'H02',
  jt808: 'JT/T 808',
  megastek: 'Megastek',
  meitrack: 'Meitrack',
  navtelecom: 'Navtelecom',
  osmand: 'OsmAnd',
  owntracks: 'OwnTracks',
  r16h: 'R16H',
  rftrack: 'RFTrack',
  teltonika: 'Teltonika',
  watch: 'SeTracker',
  wialon_ips: 'Wialon IPS',
};

/** The languages, by the names the register knows them under. */
export const PROTOCOLS: readonly string[] = Object.keys(NAMES);

export const protocolName = (code: string): string => NAMES[code] ?? code;
