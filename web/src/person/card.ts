/** A person's card (`/api/people/{id}/card`), and what screens make of it. */
import type { Schemas } from '../api/client';
import { isPlaced, type ConditionDraft } from '../orders/draft';
import type { Place } from '../orders/place';
import { scheduleDraft } from '../orders/schedule';
import { localOf } from '../orders/zonedtime';
import type { Zone } from '../map/zones';

export type Card = Schemas['Card'];
export type InThree = Schemas['InThree'];
export type CardOrder = Schemas['CardOrder'];
export type CardCondition = Schemas['CardCondition'];
export type CardPlace = NonNullable<CardCondition['place']>;
export type CardDevice = Schemas['CardDevice'];
export type TimelineEntry = Schemas['TimelineEntry'];

/** A place as the order's words and the map's zones read it. */
export function placeOf(place: CardPlace): Place {
  return place.type === 'Point'
    ? { type: 'Point', name: place.name ?? null, coordinates: place.coordinates, radius_m: place.radius_m }
    : { type: 'Polygon', name: place.name ?? null, coordinates: place.coordinates };
}

/** A condition in the form from which sentences are made. */
export function conditionOf(one: CardCondition): ConditionDraft {
  const local = (instant: string): string => localOf(Date.parse(instant), one.timezone);
  return {
    id: one.id,
    kind: one.kind,
    place: one.place && placeOf(one.place),
    hours: one.hours,
    exceptions: one.exceptions,
    absences: one.permitted_absences.map(({ from, to, reason }) => ({
      from: local(from),
      to: local(to),
      reason,
    })),
    warning_m: one.warning_m,
    schedule: one.schedule && scheduleDraft(one.schedule),
    limit_mg_l: one.limit_mg_l,
    tolerance_mg_l: one.tolerance_mg_l,
    way: one.way,
    protection: one.protects ? { protects: one.protects, distance_m: one.distance_m } : null,
  };
}

/** The places of all conditions, for the map. */
export function zonesOf(card: Card): Zone[] {
  return card.orders.flatMap((order) =>
    order.conditions.flatMap(({ id, kind, place, warning_m }): Zone[] =>
      place === null || !isPlaced(kind)
        ? []
        : [{ id: `${order.order_id}/${id}`, kind, name: place.name ?? '', place: placeOf(place), warning_m }],
    ),
  );
}
