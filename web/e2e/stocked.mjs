// Devices in the parts of their life that wearers who are simulated never come to: in stock, issued, being fitted.

const SITE = { site: 'Almaty', device_condition: 'new' };

/** Registers one of each, once for a system; answers their numbers. */
export async function stocked(operator) {
  return (operator.stocked ??= await register(operator));
}

async function register(operator) {
  const say = (path, body) => operator.say('technician', path, body);
  const { items } = await operator.ask('/api/people?limit=1');
  const officer = (await operator.ask('/api/officers'))[0].code;
  const first = Date.now() % 1e12;
  const made = async (number) => {
    const identity = `35${String(first + number).padStart(13, '0')}`;
    const body = { identity, protocol: 'teltonika', kind: 'tracker', model: 'FMB' };
    return (await say('/api/devices', body)).device_id;
  };
  const issue = (id) => say(`/api/devices/${id}/steps/issue`, { ...SITE, officer });
  const [stock, issued, fitted] = [await made(1), await made(2), await made(3)];
  await issue(issued);
  await issue(fitted);
  await say('/api/activations/fit', { ...SITE, device_id: fitted, person_id: items[0].person_id });
  return { stock, issued, fitted };
}
