/** Zones of Kazakhstan; some places keep their own name although their clocks agree today. */
export const ZONES = [
  'Asia/Almaty',
  'Asia/Qyzylorda',
  'Asia/Qostanay',
  'Asia/Aqtobe',
  'Asia/Aqtau',
  'Asia/Atyrau',
  'Asia/Oral',
] as const;
