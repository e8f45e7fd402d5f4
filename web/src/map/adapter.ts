/** The only file that knows MapLibre. Everything else of the workstation speaks to a `MapHandle`. */
import * as maplibre from 'maplibre-gl';
import type {
  CustomLayerInterface,
  CustomRenderMethodInput,
  GeoJSONSource,
  Map as MapLibreMap,
} from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { FetchSource, PMTiles, Protocol } from 'pmtiles';
import cyrillicExt from '@fontsource-variable/noto-sans/files/noto-sans-cyrillic-ext-wght-normal.woff2?url';
import cyrillic from '@fontsource-variable/noto-sans/files/noto-sans-cyrillic-wght-normal.woff2?url';
import latin from '@fontsource-variable/noto-sans/files/noto-sans-latin-wght-normal.woff2?url';
import { headers } from '../api/client';
import { mercatorX, mercatorY, ORIGIN, unitsPerMetre } from './mercator';
import type { LivePeople } from './people';
import { PeopleLayer, type PeopleColours } from './peopleLayer';
import { SpriteBuffer, spriteAt, sprites, type Sprites } from './sprites';
import {
  numberLayer,
  style,
  type Font,
  type Looks,
  type MapLanguage,
  type MapTheme,
  type Streets,
} from './style';
import { TrackLayer, type TrackColours, type TrackShape } from './trackLayer';
import { zoneFeatures, type Zone } from './zones';

/** West, south, east, north. */
export type Bounds = readonly [number, number, number, number];

export interface MapOptions {
  readonly container: HTMLElement;
  readonly theme: MapTheme;
  readonly language: MapLanguage;
  readonly streets: Streets | null;
  /** Names of the controls, for screen readers. */
  readonly words: Readonly<Record<'map' | 'nearer' | 'farther' | 'm' | 'km', string>>;
  readonly onpick?: (id: number) => void;
  /** What the browser cannot do, such as WebGL. */
  readonly onfail?: (what: string) => void;
}

export interface NumberedPoint {
  readonly number: string;
  readonly lat: number;
  readonly lon: number;
}

export interface MapHandle {
  /** For drawing tools that attach to MapLibre themselves. */
  readonly map: MapLibreMap;
  readonly ready: Promise<void>;
  look(theme: MapTheme, language: MapLanguage): void;
  people(people: LivePeople | null, colours: PeopleColours): void;
  /** Draws people anew where they stand now. Returns the milliseconds of script it took. */
  refresh(now_ms: number): number;
  /** The selected person's circle; null for none. */
  select(at: { lat: number; lon: number; accuracy_m: number | null } | null, colour: string): void;
  zones(zones: readonly Zone[]): void;
  track(shape: TrackShape | null, colours: TrackColours): void;
  trackAt(now_s: number, circles: Float32Array): void;
  numbers(points: readonly NumberedPoint[]): void;
  /** Of how many points of the track how many are drawn; the rest fall on their spots at this zoom. */
  onThinned(hear: (drawn: number, all: number) => void): void;
  /** at_once: without flying there. */
  fit(bounds: Bounds, at_once?: boolean): void;
  centre(at: { lat: number; lon: number }, zoom?: number): void;
  /** What is in view: west, south, east, north. */
  view(): Bounds;
  onMove(hear: () => void): () => void;
  stop(): void;
}

const KAZAKHSTAN: Bounds = [46.2, 40.4, 87.5, 55.6];
const BASE = '/api/basemap/kz.pmtiles';
const PICK_PX = 16;

const FONTS: readonly Font[] = [
  { url: latin, ranges: ['U+0000-02FF', 'U+2000-2115', 'U+2117-22FF'] },
  { url: cyrillic, ranges: ['U+0400-045F', 'U+0490-0491', 'U+04B0-04B1', 'U+2116'] },
  { url: cyrillicExt, ranges: ['U+0460-048F', 'U+0492-04AF', 'U+04B2-052F'] },
];

let protocol: Protocol | null = null;

function addTiles(urls: readonly string[]): void {
  if (protocol === null) {
    protocol = new Protocol();
    maplibre.setWorkerUrl(new URL(workerUrl, location.href).href);
    maplibre.addProtocol('pmtiles', protocol.tile);
  }
  for (const url of urls) {
    const source = new FetchSource(url, new Headers(headers()));
    protocol.add(new PMTiles(source));
  }
}

export function createMap(options: MapOptions): MapHandle {
  const { streets } = options;
  addTiles([BASE, ...(streets === null ? [] : [streets.url])]);
  const looks = (theme: MapTheme, language: MapLanguage): Looks => ({
    theme,
    language,
    base: BASE,
    streets,
    fonts: FONTS,
  });
  const map = new maplibre.Map({
    container: options.container,
    style: style(looks(options.theme, options.language)),
    bounds: [...KAZAKHSTAN],
    minZoom: 2.5,
    maxZoom: 19,
    attributionControl: { compact: true },
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maplibreLogo: false,
    locale: {
      'Map.Title': options.words.map,
      'NavigationControl.ZoomIn': options.words.nearer,
      'NavigationControl.ZoomOut': options.words.farther,
      'ScaleControl.Meters': options.words.m,
      'ScaleControl.Kilometers': options.words.km,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new maplibre.ScaleControl({ maxWidth: 110 }), 'bottom-left');

  const crowd = new PeopleLayer();
  const trail = new TrackLayer();
  const halo = new TrackLayer();
  const buffer = new SpriteBuffer();
  let people: LivePeople | null = null;
  let drawn: Sprites | null = null;
  let grid = -1;
  let now_ms = Date.now();

  const ready = new Promise<void>((resolve) => {
    map.once('style.load', () => {
      map.addLayer(custom('halo', halo), 'zone-names');
      map.addLayer(custom('track', trail), 'zone-names');
      map.addLayer(custom('people', crowd));
      map.addLayer(numberLayer(options.theme));
      resolve();
    });
  });
  map.on('error', (event) => options.onfail?.(event.error.message));

  function refresh(at_ms: number): number {
    const began = performance.now();
    now_ms = at_ms;
    grid = Math.floor(map.getZoom());
    drawn =
      people === null
        ? { data: buffer.data, ids: buffer.ids, count: 0 }
        : sprites(people, map.getZoom(), at_ms, buffer);
    crowd.show(drawn);
    map.triggerRepaint();
    return performance.now() - began;
  }

  map.on('zoom', () => {
    if (people !== null && Math.floor(map.getZoom()) !== grid) refresh(now_ms);
  });
  map.on('click', (event) => {
    const found = drawn === null ? -1 : pick(drawn, event.lngLat, map.getZoom());
    if (drawn === null || found < 0) return;
    const id = drawn.ids[found] ?? -1;
    if (id >= 0) options.onpick?.(id);
    else map.easeTo({ center: event.lngLat, zoom: Math.min(map.getZoom() + 2, 14) });
  });

  function look(theme: MapTheme, language: MapLanguage): void {
    const next = style(looks(theme, language));
    for (const layer of [...next.layers, numberLayer(theme)]) relook(map, layer);
  }

  function data(source: string, of: object): void {
    void ready.then(() =>
      map.getSource<GeoJSONSource>(source)?.setData(of as Parameters<GeoJSONSource['setData']>[0]),
    );
  }

  return {
    map,
    ready,
    look: (theme, language) => void ready.then(() => look(theme, language)),
    people(chosen, colours) {
      people = chosen;
      crowd.colours(colours);
    },
    refresh,
    select(at, colour) {
      halo.colours({ used: colour, unused: colour, ground: colour, now: colour });
      halo.show({ points: new Float32Array(0), line: new Float32Array(0) });
      halo.at(0, at === null ? new Float32Array(0) : circle(at));
      map.triggerRepaint();
    },
    zones: (zones) => data('zones', zoneFeatures(zones)),
    track(shape, colours) {
      trail.colours(colours);
      trail.show(shape);
      map.triggerRepaint();
    },
    trackAt(now_s, circles) {
      trail.at(now_s, circles);
      map.triggerRepaint();
    },
    numbers: (points) => data('numbers', numbered(points)),
    onThinned: (hear) => (trail.onthinned = hear),
    fit: ([west, south, east, north], at_once = false) =>
      map.fitBounds([west, south, east, north], { padding: 48, maxZoom: 15.5, duration: at_once ? 0 : 400 }),
    centre: (at, zoom) => map.easeTo({ center: at, ...(zoom === undefined ? {} : { zoom }), duration: 400 }),
    view() {
      const bounds = map.getBounds();
      return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
    },
    onMove(hear) {
      map.on('moveend', hear);
      return () => map.off('moveend', hear);
    },
    stop: () => map.remove(),
  };
}

interface Drawn {
  start(gl: WebGL2RenderingContext): void;
  stop(): void;
  draw(matrix: ArrayLike<number>, ratio: number): void;
}

function custom(id: string, layer: Drawn): CustomLayerInterface {
  return {
    id,
    type: 'custom',
    renderingMode: '2d',
    onAdd: (_map, gl) => layer.start(gl as WebGL2RenderingContext),
    onRemove: () => layer.stop(),
    render: (gl, input: CustomRenderMethodInput) => {
      const ratio =
        gl.drawingBufferWidth / ((gl.canvas as HTMLCanvasElement).clientWidth || gl.drawingBufferWidth);
      layer.draw(input.defaultProjectionData.mainMatrix, ratio);
    },
  };
}

function pick(of: Sprites, at: { lng: number; lat: number }, zoom: number): number {
  return spriteAt(of, mercatorX(at.lng), mercatorY(at.lat), 1 / (512 * 2 ** zoom), PICK_PX);
}

/** Changes of a layer only where the look differs; a new style would take down what was added to the old one. */
function relook(map: MapLibreMap, layer: ReturnType<typeof style>['layers'][number]): void {
  if (map.getLayer(layer.id) === undefined) return;
  for (const [name, value] of Object.entries('paint' in layer ? (layer.paint ?? {}) : {})) {
    map.setPaintProperty(layer.id, name as never, value as never);
  }
  for (const [name, value] of Object.entries('layout' in layer ? (layer.layout ?? {}) : {})) {
    if (name === 'text-field') map.setLayoutProperty(layer.id, name as never, value as never);
  }
}

function numbered(points: readonly NumberedPoint[]): object {
  return {
    type: 'FeatureCollection',
    features: points.map((one) => ({
      type: 'Feature',
      properties: { number: one.number },
      geometry: { type: 'Point', coordinates: [one.lon, one.lat] },
    })),
  };
}

function circle(at: { lat: number; lon: number; accuracy_m: number | null }): Float32Array {
  const radius = Math.max(3, at.accuracy_m ?? 3) * unitsPerMetre(at.lat);
  return new Float32Array([mercatorX(at.lon) - ORIGIN.x, mercatorY(at.lat) - ORIGIN.y, radius, 1]);
}
