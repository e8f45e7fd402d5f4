/** A sound for each priority. Critical ones are repeated until somebody answers them. */
const KEPT = 'sound';

/** Notes of a priority: pitch in Hz and when it begins, in seconds. More urgent: more notes, faster. */
const NOTES: Readonly<Record<number, readonly (readonly [pitch_hz: number, at_s: number])[]>> = {
  1: [[880, 0], [660, 0.16], [880, 0.32], [660, 0.48], [880, 0.64]],
  2: [[740, 0], [740, 0.22], [740, 0.44]],
  3: [[587, 0], [494, 0.25]],
  4: [[440, 0]],
}; // prettier-ignore
const NOTE_S = 0.14;
const AT_MOST_EVERY_MS = 900;
export const REPEAT_MS = 8000;

const state = $state({ on: true, blocked: false });
let context: AudioContext | null = null;
let last = { at_ms: 0, priority: 9 };

/** Whether sounds are wanted. */
export function soundOn(): boolean {
  return state.on;
}

/** The browser plays nothing until somebody has pressed something on this page. */
export function soundBlocked(): boolean {
  return state.on && state.blocked;
}

export function switchSound(on: boolean): void {
  state.on = on;
  localStorage.setItem(KEPT, on ? 'on' : 'off');
  if (on) void unblock();
}

/** Wakes the sound; does something only when called from a press of a key or a button. */
export async function unblock(): Promise<void> {
  context ??= new AudioContext();
  if (context.state === 'suspended')
    await Promise.race([context.resume(), new Promise((go) => setTimeout(go, 200))]);
  state.blocked = context.state !== 'running';
}

/** Prepares the sound; returns how to stop. */
export function prepare(): () => void {
  state.on = localStorage.getItem(KEPT) !== 'off';
  void unblock();
  const wake = () => void unblock();
  window.addEventListener('pointerdown', wake);
  window.addEventListener('keydown', wake);
  return () => {
    window.removeEventListener('pointerdown', wake);
    window.removeEventListener('keydown', wake);
  };
}

/** Sounds for a priority. Of many at once only the most urgent is heard. */
export function announce(priority: number): void {
  const now_ms = Date.now();
  if (!state.on || context === null || context.state !== 'running') return;
  if (now_ms - last.at_ms < AT_MOST_EVERY_MS && priority >= last.priority) return;
  last = { at_ms: now_ms, priority };
  for (const [pitch_hz, at_s] of NOTES[priority] ?? []) note(context, pitch_hz, at_s);
}

function note(on: AudioContext, pitch_hz: number, at_s: number): void {
  const begins = on.currentTime + at_s;
  const tone = on.createOscillator();
  const volume = on.createGain();
  tone.type = 'triangle';
  tone.frequency.value = pitch_hz;
  volume.gain.setValueAtTime(0, begins);
  volume.gain.linearRampToValueAtTime(0.35, begins + 0.01);
  volume.gain.linearRampToValueAtTime(0, begins + NOTE_S);
  tone.connect(volume).connect(on.destination);
  tone.start(begins);
  tone.stop(begins + NOTE_S);
}
