/** A person's card as the console gives it (`/api/people/{id}/card`), and what screens make of it. */
import type { Finding, Incident } from '../live/messages';
import type { Schemas } from '../api/client';
import { isTest, type ConditionDraft, type Kind, type Way } from '../orders/draft';
import type { Hours } from '../orders/hours';
import { scheduleDraft } from '../orders/schedule';
import type { Coordinate, Place } from '../orders/place';
import { localOf } from '../orders/zonedtime';
import type { Presence } from '../map/people';
import type { Zone } from '../map/zones';

export type InThree = Readonly<Record<'kk' | 'ru' | 'en', string>>;

export interface CardPlace {
  readonly name: string | null;
  readonly type: 'Point' | 'Polygon';
  readonly coordinates: Coordinate | readonly (readonly Coordinate[])[];
  readonly radius_m?: number | null;
}

export interface CardCondition {
  readonly id: string;
  readonly kind: Kind;
  readonly place: CardPlace | null;
  readonly timezone: string;
  readonly warning_m: number | null;
  readonly hours: readonly Hours[];
  readonly exceptions: readonly { date: string; hours: readonly { from: string; to: string }[] }[];
  readonly permitted_absences: readonly { from: string; to: string; reason: string }[];
  readonly schedule: Schemas['Schedule'] | null;
  readonly limit_mg_l: number | null;
  readonly tolerance_mg_l: number | null;
  readonly way: Way | null;
  readonly binds_now: boolean;
  readonly window: { readonly from: string; readonly to: string | null } | null;
}

export interface CardOrder {
  readonly order_id: number;
  readonly version: number;
  readonly number: string;
  readonly court: string;
  readonly ground: string;
  readonly ground_name: InThree;
  readonly issued_on: string | null;
  readonly valid: { readonly from: string; readonly to: string | null };
  readonly timezone: string;
  readonly conditions: readonly CardCondition[];
}

export interface CardDevice {
  readonly activation_id: number;
  readonly device_id: number;
  readonly identity: string;
  readonly kind: string;
  readonly model: string;
  readonly protocol: string;
  readonly state: string;
  readonly from_at: string;
  readonly heard_at: string | null;
  readonly battery: {
    readonly level_percent: number | null;
    readonly voltage_v: number | null;
    readonly charging: boolean | null;
    readonly at: string;
  } | null;
  readonly strap_open: boolean | null;
  readonly case_open: boolean | null;
}

export interface Card {
  readonly person: {
    readonly person_id: number;
    readonly iin: string;
    readonly name_cyrillic: string;
    readonly name_latin: string;
    readonly language: 'kk' | 'ru' | 'en';
    readonly office: { readonly office_id: number; readonly code: string; readonly name: InThree };
    readonly officer: {
      readonly code: string;
      readonly name_cyrillic: string;
      readonly name_latin: string;
    } | null;
  };
  readonly positions_needed: boolean;
  readonly presence: {
    readonly state: Presence;
    readonly condition: string;
    readonly at: string | null;
  } | null;
  readonly position: {
    readonly happened_at: string;
    readonly lat: number;
    readonly lon: number;
    readonly accuracy_m: number | null;
    readonly speed_kmh: number | null;
    readonly course_deg: number | null;
  } | null;
  readonly last_contact: string | null;
  readonly orders: readonly CardOrder[];
  readonly devices: readonly CardDevice[];
  readonly incidents: readonly Incident[];
}

export interface TimelineEntry {
  readonly at: string;
  readonly type: 'finding' | 'incident';
  readonly finding: Finding | null;
  readonly incident: Incident | null;
}

/** A place as the order's words and the map's zones read it. */
export function placeOf({ name, type, coordinates, radius_m }: CardPlace): Place {
  return type === 'Point'
    ? { type, name, coordinates: coordinates as Coordinate, radius_m: radius_m ?? 0 }
    : { type, name, coordinates: coordinates as readonly (readonly Coordinate[])[] };
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
  };
}

/** The places of all conditions, for the map. */
export function zonesOf(card: Card): Zone[] {
  return card.orders.flatMap((order) =>
    order.conditions.flatMap(({ id, kind, place, warning_m }): Zone[] =>
      place === null || isTest(kind)
        ? []
        : [{ id: `${order.order_id}/${id}`, kind, name: place.name ?? '', place: placeOf(place), warning_m }],
    ),
  );
}
