/** The look of the map, built here: no style, glyph or sprite is fetched from anywhere else. */
import type {
  ExpressionSpecification,
  LayerSpecification,
  StyleSpecification,
  SymbolLayerSpecification,
} from 'maplibre-gl';

export type MapTheme = 'dark' | 'light';
export type MapLanguage = 'kk' | 'ru' | 'en';

/** A street map of the installation: vector in the schema of OpenMapTiles, or pictures. */
export interface Streets {
  readonly url: string;
  readonly kind: 'vector' | 'raster';
  readonly credit: string;
}

export interface Font {
  readonly url: string;
  readonly ranges: string[];
}

export interface Looks {
  readonly theme: MapTheme;
  readonly language: MapLanguage;
  readonly base: string;
  readonly streets: Streets | null;
  readonly fonts: readonly Font[];
}

interface Colours {
  abroad: string;
  home: string;
  water: string;
  river: string;
  border: string;
  region: string;
  town: string;
  label: string;
  halo: string;
  road: string;
  street: string;
  building: string;
  curfew: string;
  exclusion: string;
  inclusion: string;
  attendance: string;
}

export const COLOURS: Readonly<Record<MapTheme, Colours>> = {
  dark: {
    abroad: '#0d131b', home: '#16202b', water: '#0a1a2b', river: '#1d3a56', border: '#7f94ab', region: '#3a4d62',
    town: '#8fa3b8', label: '#d3deea', halo: '#0d131b', road: '#54677c', street: '#33445a', building: '#1e2a37',
    curfew: '#6fe0a2', exclusion: '#ff8095', inclusion: '#7cc4ff', attendance: '#d5b3ff',
  },
  light: {
    abroad: '#dfe5eb', home: '#f7f5ef', water: '#bcd7ec', river: '#8db8da', border: '#5b6b7c', region: '#a9b5c2',
    town: '#56677a', label: '#1c2936', halo: '#ffffff', road: '#b98f4e', street: '#c9cfd6', building: '#e4e0d6',
    curfew: '#0b6b3a', exclusion: '#b3122f', inclusion: '#0b5a99', attendance: '#6b31a8',
  },
}; // prettier-ignore

const FONT = ['Noto Sans'];

export function style(looks: Looks): StyleSpecification {
  const { streets, fonts } = looks;
  return {
    version: 8,
    'font-faces': { 'Noto Sans': fonts.map((font) => ({ url: font.url, 'unicode-range': font.ranges })) },
    sources: {
      base: { type: 'vector', url: `pmtiles://${looks.base}` },
      ...(streets === null
        ? {}
        : { streets: { type: streets.kind, url: `pmtiles://${streets.url}`, attribution: streets.credit } }),
      zones: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
      numbers: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    },
    layers: [...ground(looks), ...streetLayers(looks), ...labels(looks), ...zones(looks)],
  };
}

function named(language: MapLanguage): ExpressionSpecification {
  return ['coalesce', ['get', language], ['get', 'en']];
}

function ground({ theme }: Looks): LayerSpecification[] {
  const of = COLOURS[theme];
  const line = { 'line-cap': 'round', 'line-join': 'round' } as const;
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': of.water } },
    { id: 'land', type: 'fill', source: 'base', 'source-layer': 'land', paint: { 'fill-color': of.abroad } },
    { id: 'kz', type: 'fill', source: 'base', 'source-layer': 'kz', paint: { 'fill-color': of.home } },
    { id: 'lakes', type: 'fill', source: 'base', 'source-layer': 'lakes', paint: { 'fill-color': of.water } },
    {
      id: 'rivers',
      type: 'line',
      source: 'base',
      'source-layer': 'rivers',
      filter: ['!=', ['get', 'kind'], 'int'],
      layout: line,
      paint: { 'line-color': of.river, 'line-width': ['interpolate', ['linear'], ['zoom'], 3, 0.4, 10, 2] },
    },
    {
      id: 'regions',
      type: 'line',
      source: 'base',
      'source-layer': 'adm1',
      layout: line,
      paint: { 'line-color': of.region, 'line-width': 1, 'line-dasharray': [3, 2] },
    },
    {
      id: 'borders',
      type: 'line',
      source: 'base',
      'source-layer': 'borders',
      layout: line,
      paint: { 'line-color': of.region, 'line-width': 1 },
    },
    {
      id: 'border',
      type: 'line',
      source: 'base',
      'source-layer': 'kzborder',
      layout: line,
      paint: { 'line-color': of.border, 'line-width': ['interpolate', ['linear'], ['zoom'], 3, 1, 10, 2.5] },
    },
  ];
}

const MAIN_ROADS = ['motorway', 'trunk', 'primary', 'secondary'];

function streetLayers({ theme, streets, language }: Looks): LayerSpecification[] {
  if (streets === null) return [];
  if (streets.kind === 'raster') return [{ id: 'streets', type: 'raster', source: 'streets' }];
  const of = COLOURS[theme];
  const source = 'streets';
  const isMain: ExpressionSpecification = ['in', ['get', 'class'], ['literal', MAIN_ROADS]];
  return [
    { id: 'street-water', type: 'fill', source, 'source-layer': 'water', paint: { 'fill-color': of.water } },
    {
      id: 'buildings',
      type: 'fill',
      source,
      'source-layer': 'building',
      minzoom: 13,
      paint: { 'fill-color': of.building, 'fill-outline-color': of.region },
    },
    {
      id: 'streets',
      type: 'line',
      source,
      'source-layer': 'transportation',
      minzoom: 11,
      filter: ['!', isMain],
      paint: {
        'line-color': of.street,
        'line-width': ['interpolate', ['exponential', 1.5], ['zoom'], 11, 0.5, 17, 6],
      },
    },
    {
      id: 'roads',
      type: 'line',
      source,
      'source-layer': 'transportation',
      filter: isMain,
      paint: {
        'line-color': of.road,
        'line-width': ['interpolate', ['exponential', 1.5], ['zoom'], 6, 0.7, 17, 9],
      },
    },
    {
      id: 'street-names',
      type: 'symbol',
      source,
      'source-layer': 'transportation_name',
      minzoom: 13,
      layout: {
        'symbol-placement': 'line',
        'text-font': FONT,
        'text-size': 11,
        'text-field': ['coalesce', ['get', `name:${language}`], ['get', 'name']],
      },
      paint: text(of),
    },
  ];
}

function text(of: Colours): NonNullable<SymbolLayerSpecification['paint']> {
  return { 'text-color': of.label, 'text-halo-color': of.halo, 'text-halo-width': 1.4 };
}

function labels({ theme, language }: Looks): LayerSpecification[] {
  const of = COLOURS[theme];
  return [
    {
      id: 'region-names',
      type: 'symbol',
      source: 'base',
      'source-layer': 'adm1_label',
      minzoom: 4.2,
      maxzoom: 8,
      layout: {
        'text-font': FONT,
        'text-size': 12,
        'text-letter-spacing': 0.08,
        'text-max-width': 8,
        'text-field': named(language),
      },
      paint: { ...text(of), 'text-color': of.town },
    },
    {
      id: 'towns',
      type: 'circle',
      source: 'base',
      'source-layer': 'places',
      maxzoom: 11,
      paint: {
        'circle-radius': 2,
        'circle-color': of.town,
        'circle-stroke-width': 1,
        'circle-stroke-color': of.halo,
      },
    },
    {
      id: 'town-names',
      type: 'symbol',
      source: 'base',
      'source-layer': 'places',
      layout: {
        'text-font': FONT,
        'text-size': ['interpolate', ['linear'], ['get', 'rank'], 0, 15, 20, 13, 150, 11],
        'text-field': named(language),
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
        'text-radial-offset': 0.9,
        'text-justify': 'auto',
        'symbol-sort-key': ['get', 'rank'],
      },
      paint: text(of),
    },
  ];
}

/** Kinds differ in their line as well as in their colour. */
function zones({ theme }: Looks): LayerSpecification[] {
  const of = COLOURS[theme];
  const colour: ExpressionSpecification = [
    'match',
    ['get', 'kind'],
    'exclusion',
    of.exclusion,
    'inclusion',
    of.inclusion,
    'attendance',
    of.attendance,
    of.curfew,
  ];
  const isArea: ExpressionSpecification = ['==', ['get', 'part'], 'area'];
  const kind = (one: string): ExpressionSpecification => ['all', isArea, ['==', ['get', 'kind'], one]];
  const line = (
    id: string,
    filter: ExpressionSpecification,
    dashes: number[],
    width: number,
  ): LayerSpecification => ({
    id,
    type: 'line',
    source: 'zones',
    filter,
    paint: { 'line-color': colour, 'line-width': width, 'line-dasharray': dashes },
  });
  return [
    {
      id: 'zone-areas',
      type: 'fill',
      source: 'zones',
      filter: isArea,
      paint: { 'fill-color': colour, 'fill-opacity': ['match', ['get', 'kind'], 'inclusion', 0.05, 0.16] },
    },
    {
      id: 'zone-outlines',
      type: 'line',
      source: 'zones',
      filter: ['all', isArea, ['in', ['get', 'kind'], ['literal', ['curfew', 'exclusion']]]],
      paint: { 'line-color': colour, 'line-width': ['match', ['get', 'kind'], 'exclusion', 3, 2] },
    },
    line('zone-inclusions', kind('inclusion'), [6, 2], 2),
    line('zone-attendance', kind('attendance'), [4, 1.5, 1, 1.5], 2),
    line('zone-warnings', ['==', ['get', 'part'], 'warning'], [1.5, 1.5], 1.5),
    {
      id: 'zone-names',
      type: 'symbol',
      source: 'zones',
      filter: isArea,
      minzoom: 9,
      layout: { 'text-font': FONT, 'text-size': 12, 'text-field': ['get', 'name'], 'text-max-width': 9 },
      paint: { ...text(of), 'text-color': colour },
    },
  ];
}

/** Numbers of a track's points; added above what is drawn for it. */
export function numberLayer(theme: MapTheme): SymbolLayerSpecification {
  return {
    id: 'numbers',
    type: 'symbol',
    source: 'numbers',
    layout: {
      'text-font': FONT,
      'text-size': 11,
      'text-field': ['get', 'number'],
      'text-anchor': 'bottom-left',
      'text-offset': [0.4, -0.3],
    },
    paint: text(COLOURS[theme]),
  };
}
