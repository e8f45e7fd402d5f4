/** What devices are, after Order 404, and in what state they can be. */
import type { Schemas } from '../api/client';

export type Device = Schemas['DeviceRead'];
export type DeviceBody = Schemas['Device'];

export const DEVICE_KINDS = [
  'bracelet',
  'tracker',
  'home_unit',
  'mobile_unit',
  'beacon',
  'audiovisual_unit',
  'breath_unit',
  'phone',
] as const satisfies readonly Device['kind'][];

/** In the order of a device's life. */
export const DEVICE_STATES = [
  'stock',
  'issued',
  'fitted',
  'returned',
  'wiped',
  'faulty',
  'lost',
  'retired',
] as const satisfies readonly Device['state'][];

export function emptyDevice(identity = '', protocol = 'teltonika'): DeviceBody {
  return {
    identity,
    protocol,
    kind: 'bracelet',
    model: '',
    serial: '',
    radio_identity: '',
    office: null,
    state: 'stock',
  };
}

export function bodyOf(device: Device): DeviceBody {
  const { identity, protocol, kind, model, serial, radio_identity, office, state } = device;
  return { identity, protocol, kind, model, serial, radio_identity, office, state };
}
