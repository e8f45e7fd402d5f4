/** Drawing a circle or a polygon on the map with the mouse, the finger or a pen. Typing does the same. */
import type { Map as MapLibreMap } from 'maplibre-gl';
import { TerraDraw, TerraDrawCircleMode, TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import { centreOf, distance_m, ringOf, type Coordinate, type Place } from './place';

export type Drawn =
  | { readonly type: 'Point'; readonly coordinates: Coordinate; readonly radius_m: number }
  | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly Coordinate[])[] };

export interface Drawing {
  /** Shows the place, to be moved and resized; null: nothing. */
  show(place: Place | null): void;
  /** The next clicks draw a new one. */
  begin(shape: Place['type']): void;
  stop(): void;
}

/** The library refuses more decimals; nine are a tenth of a millimetre. */
const DECIMALS = 9;
const MODES = { Point: 'circle', Polygon: 'polygon' } as const;

/** Call it once the map has its style. */
export function drawOn(map: MapLibreMap, colour: `#${string}`, ondrawn: (drawn: Drawn) => void): Drawing {
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: DECIMALS }),
    modes: modes(colour),
  });
  draw.start();
  draw.setMode('select');
  draw.on('finish', (id) => {
    const feature = draw.getSnapshotFeature(id);
    const drawn =
      feature?.geometry.type === 'Polygon'
        ? drawnOf(feature.properties['mode'], feature.geometry.coordinates)
        : null;
    if (drawn) ondrawn(drawn);
  });
  return {
    show(place) {
      draw.clear();
      draw.setMode('select');
      if (place) draw.addFeatures([featureOf(place)]);
    },
    begin(shape) {
      draw.clear();
      draw.setMode(MODES[shape]);
    },
    stop() {
      draw.stop();
    },
  };
}

function modes(colour: `#${string}`) {
  const styles = { fillColor: colour, fillOpacity: 0.2, outlineColor: colour, outlineWidth: 2 } as const;
  const selected = {
    selectedPolygonColor: colour,
    selectedPolygonFillOpacity: 0.25,
    selectedPolygonOutlineColor: colour,
    selectedPolygonOutlineWidth: 3,
    selectionPointColor: colour,
    midPointColor: colour,
  } as const;
  const corners = { midpoints: true, draggable: true, deletable: true } as const;
  return [
    new TerraDrawCircleMode({ styles, drawInteraction: 'click-move-or-drag' }),
    new TerraDrawPolygonMode({ styles }),
    new TerraDrawSelectMode({
      styles: selected,
      flags: {
        circle: { feature: { draggable: true, coordinates: { resizable: 'center-fixed' } } },
        polygon: { feature: { draggable: true, coordinates: corners } },
      },
    }),
  ];
}

function featureOf(place: Place) {
  const rings = place.type === 'Point' ? [ringOf(place)] : place.coordinates;
  return {
    type: 'Feature' as const,
    geometry: { type: 'Polygon' as const, coordinates: rings.map((ring) => ring.map(rounded)) },
    properties: { mode: MODES[place.type] },
  };
}

/** What was drawn, as an order writes it. Exported for its test. */
export function drawnOf(mode: unknown, rings: readonly (readonly number[])[][]): Drawn | null {
  const coordinates = rings.map((ring) => ring.map(([lon = 0, lat = 0]): Coordinate => rounded([lon, lat])));
  const outer = coordinates[0] ?? [];
  if (outer.length < 4) return null;
  if (mode !== MODES.Point) return { type: 'Polygon', coordinates };
  const centre = centreOf({ type: 'Polygon', coordinates });
  const corners = outer.slice(1);
  const radius_m = corners.reduce((sum, corner) => sum + distance_m(centre, corner), 0) / corners.length;
  return { type: 'Point', coordinates: rounded(centre), radius_m: Math.max(1, Math.round(radius_m)) };
}

function rounded(point: Coordinate): [number, number] {
  return [Number(point[0].toFixed(7)), Number(point[1].toFixed(7))];
}
