/** Of numbers: the middle one, the one that a twentieth exceed, the greatest, and how many they are. */
export function spread(values, digits = 0) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => Number((sorted[Math.ceil(share * sorted.length) - 1] ?? NaN).toFixed(digits));
  return { median: at(0.5), p95: at(0.95), most: at(1), n: sorted.length };
}

export const pause = (ms) => new Promise((go) => setTimeout(go, ms));
